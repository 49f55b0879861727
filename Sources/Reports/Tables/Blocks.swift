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
