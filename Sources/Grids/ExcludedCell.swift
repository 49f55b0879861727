import Experiments

/// A cell that a grid leaves out.
public struct ExcludedCell: Hashable, Sendable {
  public var cell: Cell
  /// The grid's own words.
  public var because: String

  public init(cell: Cell, because: String) {
    self.cell = cell
    self.because = because
  }
}
