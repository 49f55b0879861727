/// Optimizers that were tried in the same blocks, a block being a model, task and scheme on the
/// same examples.
///
/// Of an optimizer that a block has several times, with other settings, each counts on its own, by
/// its label.
struct RankedBlocks {
  /// Tried in every block.
  var treatments: [String]
  /// A row per block, a cell per treatment.
  var rows: [[CellResults]]
  /// Blocks in which at least two optimizers were tried.
  var blocks: Int

  init(_ set: ResultSet) {
    let tried = set.comparableByScheme.map { cells in
      Dictionary(zip(CellLabels(cells).labels, cells), uniquingKeysWith: { first, _ in first })
    }.filter { $0.count > 1 }
    blocks = tried.count
    let common = tried.map { Set($0.keys) }.reduce(nil as Set<String>?) { common, names in
      common?.intersection(names) ?? names
    }
    treatments = (common ?? []).sorted()
    let names = treatments
    rows = tried.map { block in names.compactMap { block[$0] } }
  }

  var isUseful: Bool { treatments.count > 1 }

  static let nothing = "No two optimizers were tried in the same model, task and scheme throughout."
}
