/// Model × task × scheme × optimizer, with everything that decides its result except the seed.
package struct Cell: Hashable, Codable, Sendable {
  /// A catalog name or a directory.
  package var model: Component
  /// What is learned, with its settings.
  package var task: Component
  /// What is trained of the model.
  package var scheme: Component
  /// `none` where the scheme takes no steps.
  package var optimizer: Component
  /// Sizes, budgets, formats.
  @Shared package var run: RunSettings
  /// Optimizer settings searched inside the cell, each with its candidates; selected on dev only.
  package var tune: [String: [SettingValue]]
  /// How many values more a searched setting may get while the best is at an edge; nil is none.
  package var extend: [String: Int]?
  /// Settings searched one after the other at the best of `tune`; nil is none.
  package var then: [String: [SettingValue]]?

  /// A cell without extensions or later searches.
  package init(
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
  package subscript(axis: Axis) -> Component {
    switch axis {
    case .model: model
    case .task: task
    case .scheme: scheme
    case .optimizer: optimizer
    }
  }

  /// The hyper-parameter points that are tried: the product of `tune`, one empty point without it.
  package var points: [[String: SettingValue]] {
    tune.sorted { $0.key < $1.key }.reduce([[:]]) { points, axis in
      points.flatMap { point in
        axis.value.map { point.merging([axis.key: $0]) { _, new in new } }
      }
    }
  }

  /// Whether there is anything to search.
  package var isSearched: Bool { !tune.isEmpty || !(then ?? [:]).isEmpty }

  /// Seeds that its hyper-parameters are searched at and that it is not tested at.
  package var searchSeeds: [Int] { isSearched ? run.tuneSeeds : [] }

  /// The cell's name in lists: `tiny-opt / mini-sst2 / ft / zo-sgd(learningRate: 1e-06)`.
  package var name: String {
    Axis.allCases.map { self[$0].description }.joined(separator: " / ")
  }
}

/// A cell at one seed: the unit that is dispatched, stored and never run twice.
package struct SeededCell: Hashable, Codable, Sendable {
  /// What is run.
  package var cell: Cell
  /// What batches, directions and initial values are drawn from.
  package var seed: Int

  /// The cell at the seed.
  package init(_ cell: Cell, seed: Int) {
    self.cell = cell
    self.seed = seed
  }

  /// Whether the run is a search for the cell's other seeds, which tests nothing.
  package var isSearch: Bool { cell.searchSeeds.contains(seed) }
}
