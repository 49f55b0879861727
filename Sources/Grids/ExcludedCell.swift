import Vocabulary

/// A cell that a grid leaves out.
package struct ExcludedCell: Hashable, Sendable {
  package var cell: Cell
  /// The grid's own words.
  package var because: String

  package init(cell: Cell, because: String) {
    self.cell = cell
    self.because = because
  }
}
