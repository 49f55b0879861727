/// Optimizers that were tried in the same blocks.
struct RankedBlocks {
  /// Tried in every block.
  var treatments: [String]
  /// A row per block, a cell per treatment.
  var rows: [[CellResults]]

  init(_ set: ResultSet) {
    let tried = Blocks(set).contested.map(\.cells)
    let common = tried.map { Set($0.keys) }.reduce(nil as Set<String>?) { common, names in
      common?.intersection(names) ?? names
    }
    treatments = (common ?? []).sorted()
    let names = treatments
    rows = tried.map { block in names.compactMap { block[$0] } }
  }

  /// The optimizer's name of a treatment.
  func optimizer(_ index: Int) -> String { rows.first?[index].summary.optimizer ?? "" }

  var isUseful: Bool { treatments.count > 1 }

  static let nothing = "No two optimizers were tried in the same model, task and scheme throughout."
}
