/// Model × task × scheme × optimizer, with everything that decides its result except the seed.
public struct Cell: Hashable, Codable, Sendable {
  /// A catalog name or a directory.
  public var model: Component
  /// What is learned, with its settings.
  public var task: Component
  /// What is trained of the model.
  public var scheme: Component
  /// `none` where the scheme takes no steps.
  public var optimizer: Component
  /// Sizes, budgets, formats.
  @Shared public var run: RunSettings
  /// Optimizer settings searched inside the cell, each with its candidates; selected on dev only.
  public var tune: [String: [SettingValue]]
  /// How many values more a searched setting may get while the best is at an edge; nil is none.
  public var extend: [String: Int]?
  /// Settings searched one after the other at the best of `tune`; nil is none.
  public var then: [String: [SettingValue]]?

  /// A cell without extensions or later searches.
  public init(
    model: Component, task: Component, scheme: Component, optimizer: Component,
    run: RunSettings = RunSettings(), tune: [String: [SettingValue]] = [:]
  ) {
    self.model = model
    self.task = task
    self.scheme = scheme
    self.optimizer = optimizer
    _run = Shared(run)
    self.tune = tune
  }

  /// Its choice on an axis.
  public subscript(axis: Axis) -> Component {
    switch axis {
    case .model: model
    case .task: task
    case .scheme: scheme
    case .optimizer: optimizer
    }
  }

  /// The hyper-parameter points that are tried: the product of `tune`, one empty point without it.
  public var points: [[String: SettingValue]] {
    tune.sorted { $0.key < $1.key }.reduce([[:]]) { points, axis in
      points.flatMap { point in
        axis.value.map { point.merging([axis.key: $0]) { _, new in new } }
      }
    }
  }

  /// Whether there is anything to search.
  public var isSearched: Bool { !tune.isEmpty || !(then ?? [:]).isEmpty }

  /// Seeds that its hyper-parameters are searched at and that it is not tested at.
  public var searchSeeds: [Int] { isSearched ? run.tuneSeeds : [] }

  /// The cell's name in lists: `tiny-opt / mini-sst2 / ft / zo-sgd(learningRate: 1e-06)`.
  public var name: String {
    Axis.allCases.map { self[$0].description }.joined(separator: " / ")
  }
}

/// A cell at one seed: the unit that is dispatched, stored and never run twice.
public struct SeededCell: Hashable, Codable, Sendable {
  /// What is run.
  public var cell: Cell
  /// What batches, directions and initial values are drawn from.
  public var seed: Int

  /// The cell at the seed.
  public init(_ cell: Cell, seed: Int) {
    self.cell = cell
    self.seed = seed
  }

  /// Whether the run is a search for the cell's other seeds, which tests nothing.
  public var isSearch: Bool { cell.searchSeeds.contains(seed) }
}
