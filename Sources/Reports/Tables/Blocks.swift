/// The cells of a result set by block, a block being a model, task and scheme on the same examples.
///
/// Of an optimizer that a block has several times, with other settings, each counts on its own, by
/// its label.
struct Blocks {
  struct Block {
    var model: String
    var task: String
    var scheme: String
    /// By label.
    var cells: [String: CellResults]
  }

  var all: [Block]

  init(_ set: ResultSet) {
    all = set.comparableByScheme.compactMap { cells in
      guard let first = cells.first?.summary else { return nil }
      let labels = CellLabels(cells).labels
      return Block(
        model: first.model, task: first.task, scheme: first.scheme,
        cells: Dictionary(zip(labels, cells), uniquingKeysWith: { first, _ in first }))
    }
  }

  /// Those in which at least two optimizers were tried.
  var contested: [Block] { all.filter { $0.cells.count > 1 } }

  /// Every label, in the order of the alphabet.
  static func labels(of blocks: [Block]) -> [String] {
    Set(blocks.flatMap(\.cells.keys)).sorted()
  }
}

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
