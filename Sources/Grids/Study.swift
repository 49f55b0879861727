import Experiments

/// A grid file understood: the cells to run, in order, and those left out with the reason.
public struct Study: Hashable, Sendable {
  public var name: String
  /// What the study asks, in prose; empty when the file does not say.
  public var question: String
  /// Where the tasks' data are, absolute when read from a file; nil for the default place.
  public var dataDirectory: String?
  /// Models vary slowest, optimizers fastest.
  public var cells: [Cell]
  public var excluded: [ExcludedCell]
  public var seeds: [Int]

  public init(
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

  /// Every cell at every seed, the seeds of a cell together.
  public var seededCells: [SeededCell] {
    cells.flatMap { cell in seeds.map { SeededCell(cell, seed: $0) } }
  }
}
