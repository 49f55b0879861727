import Foundation
import Testing
import Training
import Vocabulary

/// Where the checkpoints for tests are: they belong to ModelsTests, beside this folder.
enum Checkpoints {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("ModelsTests/Fixtures")

  static func path(_ name: String) -> String { fixtures.appendingPathComponent(name).path }

  /// A copy of one whose positions are made from numbers, with as many as are asked for.
  static func copy(_ name: String, to directory: URL, positions: Int) throws -> String {
    let place = directory.appendingPathComponent(name)
    let files = FileManager.default
    try files.createDirectory(at: directory, withIntermediateDirectories: true)
    try files.copyItem(at: fixtures.appendingPathComponent(name), to: place)
    let file = place.appendingPathComponent("config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let key = "\"max_position_embeddings\": "
    try text.replacing(key + "96", with: key + "\(positions)")
      .write(to: file, atomically: true, encoding: .utf8)
    return place.path
  }
}

/// Small runs through the same door as the command's.
enum Runs {
  static let settings: RunSettings = {
    var run = RunSettings()
    run.steps = 3
    run.batch = 4
    run.evaluations = 2
    run.train = 12
    run.dev = 6
    run.test = 40
    return run
  }()

  static let optimizers = [
    Component("fo-sgd"), Component("fo-sgd", ["momentum": .number(0.9)]), Component("fo-adam"),
    Component("zo-sgd"), Component("zo-sgd", ["queries": .integer(3)]),
  ]

  static func cell(
    model: String = Checkpoints.path("opt"), task: String = "mini-sst2",
    _ optimizer: Component, _ run: RunSettings = settings,
    tune: [String: [SettingValue]] = [:]
  ) -> Cell {
    Cell(
      model: Component(model), task: Component(task), scheme: Component("ft"),
      optimizer: optimizer, run: run, tune: tune)
  }

  /// Runs a cell at one seed; problems before the run are recorded as issues.
  static func run(
    _ cell: Cell, seed: Int = 0, memoryLimit: Int? = nil,
    interruption: Interruption = Interruption(), observers: [any RunObserver] = [],
    finished: [Int: TrialResult] = [:], progress: [Int: TrialProgress] = [:],
    keeping: Keeping = Keeping(), planner: Planner? = nil, sharing: StepSharing? = nil
  ) throws -> RunResult {
    var runner = GridRunner(
      jobs: 1, threads: 1,
      memoryLimit: memoryLimit, interruption: interruption,
      observers: observers + [WarningObserver()],
      registry: GridRunner.Registry(
        claim: { _, _ in true }, finishedTrials: { _ in finished }, progress: { _ in progress }))
    runner.keeping = keeping
    runner.sharing = sharing
    let plan = try (planner ?? Planner(dataDirectory: nil, complete: true))
      .plan([SeededCell(cell, seed: seed)]).checked()
    return try #require(runner.run(plan).first ?? nil)
  }

  static func forecast(
    _ cell: Cell, seed: Int = 0, planner: Planner? = nil
  ) throws -> PlanEntry {
    try (planner ?? Planner(dataDirectory: nil, complete: true))
      .entry(SeededCell(cell, seed: seed))
  }
}

/// Makes a problem that a runner warns of an issue of the test.
struct WarningObserver: RunObserver {
  func observe(_ event: RunEvent) {
    if case .warned(let message) = event { Issue.record("\(message)") }
  }
}

/// Does something at each step of training.
struct StepObserver: RunObserver {
  var action: @Sendable (Int) -> Void

  func observe(_ event: RunEvent) {
    if case .stepped(_, _, let news) = event { action(news.step) }
  }
}

extension RunResult {
  /// Without what the clock and the rest of the process decide.
  var reproducible: RunResult {
    var result = self
    for index in result.trials.indices {
      result.trials[index].seconds = PhaseSeconds()
      result.trials[index].peakResidentBytes = 0
    }
    return result
  }
}
