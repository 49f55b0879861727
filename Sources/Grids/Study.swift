import Vocabulary

/// A grid file understood: the cells to run, in order, and those left out with the reason.
package struct Study: Hashable, Sendable {
  package var name: String
  /// What the study asks, in prose; empty when the file does not say.
  package var question: String
  /// Where the tasks' data are, absolute when read from a file; nil for the default place.
  package var dataDirectory: String?
  /// Models vary slowest, optimizers fastest.
  package var cells: [Cell]
  package var excluded: [ExcludedCell]
  package var seeds: [Int]

  package init(
    name: String, question: String = "", dataDirectory: String? = nil, cells: [Cell],
    excluded: [ExcludedCell] = [], seeds: [Int]
  ) {
    self.name = name
    self.question = question
    self.dataDirectory = dataDirectory
    self.cells = cells
    self.excluded = excluded
    self.seeds = seeds
  }

  /// Every cell at every seed, the seeds of a cell together and its search before them.
  package var seededCells: [SeededCell] {
    cells.flatMap { cell in (cell.searchSeeds + seeds).map { SeededCell(cell, seed: $0) } }
  }
}

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
