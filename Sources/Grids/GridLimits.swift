/// How large a grid file may be; far above any real study, far below what would hurt.
enum GridLimits {
  static let bytes = 1 << 20
  static let nodes = 100_000
  static let depth = 32
  /// Cells × seeds, and hyper-parameter points per cell.
  static let cells = 1_000_000
  /// Entries of one list at the top of the file: models, seeds, exclusions.
  static let entries = 1000
  /// Problems shown; a hostile file could have one per node.
  static let problems = 200
}
