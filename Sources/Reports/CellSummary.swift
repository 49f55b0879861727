import Statistics
import Vocabulary

/// One cell over its seeds: a row of every report.
///
/// Only completed seeds enter the numbers; the others are counted in `outcome`.
package struct CellSummary: Hashable, Sendable {
  package var model: String
  package var task: String
  package var scheme: String
  package var optimizer: String
  /// What the cell states: settings of the optimizer bare, the others under their axis and a dot.
  ///
  /// Where the cell tunes, `chosen` maps each seed to the point that it chose. A result set adds
  /// how a cell was run where that differs from another one of its name.
  package var settings: [String: SettingValue]
  /// Every seed that ended, in order.
  package var seeds: [Int]
  /// Seeds that completed and were tested.
  package var n: Int
  /// What the score is: accuracy, or F1 or exact match where answers are generated; nil without.
  package var metric: Metric?
  /// The mean of the seeds' scores.
  package var scoreMean: Double?
  /// Sample standard deviation over seeds; nil for fewer than two.
  package var scoreDeviation: Double?
  /// Mean seconds of the chosen trial's training steps.
  package var wallSeconds: Double?
  /// Mean forward passes of the chosen trial, over batches.
  package var forwardPasses: Double?
  /// Largest measured training peak of the chosen trials; 0 where nothing is trained.
  package var peakBytes: Int?
  /// The forecast that belongs to `peakBytes`.
  package var forecastBytes: Int?
  /// Largest measured peak of the chosen trials' evaluations.
  package var evaluationPeakBytes: Int?
  /// `completed`, or counts: `2 completed, 1 diverged`.
  package var outcome: String
  /// The fewest test examples that stand behind a seed's accuracy.
  package var testExamples: Int?
  package var trainable: Int
  /// Whether every seed's forecast was its measurement, to the byte; nil where none was measured.
  package var isForecastExact: Bool?
  /// How far the chosen trials' best weights are from the first as a share of their length, and the
  /// share of them that changed: means over seeds.
  package var relativeDistance: Double?
  package var changedShare: Double?
  /// What makes the numbers mean less than they seem to, whatever the outcome.
  package var findings: [CellFinding]
}

extension CellSummary {
  /// - Parameter runs: the runs of one cell, one per seed, at least one.
  init?(_ runs: [RunResult]) {
    let runs = runs.sorted { $0.cell.seed < $1.cell.seed }
    guard let first = runs.first else { return nil }
    let cell = first.cell.cell
    model = cell.model.shown
    task = cell.task.name
    scheme = cell.scheme.name
    optimizer = cell.optimizer.name
    settings = Self.settings(of: cell, runs)
    seeds = runs.map(\.cell.seed)
    outcome = Self.outcome(of: runs)
    trainable = runs.map(\.trainableParameters).max() ?? 0
    findings = CellFinding.all(of: runs)

    let scored = runs.compactMap { run in run.score.map { (run, $0) } }
    n = scored.count
    metric = scored.first?.1.metric
    let scores = Moments(scored.map(\.1.value))
    scoreMean = scores.mean
    scoreDeviation = scores.standardDeviation
    testExamples = scored.compactMap(\.0.test?.examples).min()

    let trials = runs.filter { $0.outcome == .completed }.compactMap(\.chosenTrial)
    wallSeconds = Moments(trials.map(\.seconds.training).filter(\.isFinite)).mean
    forwardPasses = Moments(trials.map { Double($0.spent.forwards) }).mean
    let largest = trials.map(\.training)
      .max { $0.measured.peakBytes < $1.measured.peakBytes }
    peakBytes = largest?.measured.peakBytes
    forecastBytes = largest?.forecast.peakBytes
    evaluationPeakBytes = trials.map(\.evaluation.measured.peakBytes).max()
    relativeDistance = Moments(trials.compactMap { $0.drift?.relative }).mean
    changedShare = Moments(trials.compactMap { $0.drift?.changedShare }).mean
    isForecastExact =
      trials.isEmpty ? nil : trials.allSatisfy { $0.training.isExact && $0.evaluation.isExact }
  }

  private static func settings(of cell: Cell, _ runs: [RunResult]) -> [String: SettingValue] {
    var settings = cell.optimizer.settings
    for axis in [Axis.model, .task, .scheme] {
      for (name, value) in cell[axis].settings { settings["\(axis.rawValue).\(name)"] = value }
    }
    guard !cell.tune.isEmpty else { return settings }
    let chosen = runs.compactMap { run in
      run.chosenTrial.map { ("\(run.cell.seed)", SettingValue.map($0.point)) }
    }
    settings["chosen"] = .map(Dictionary(chosen, uniquingKeysWith: { first, _ in first }))
    return settings
  }

  private static func outcome(of runs: [RunResult]) -> String {
    let counts = Dictionary(grouping: runs, by: \.outcome.name).mapValues(\.count)
    if counts.count == 1, let only = counts.keys.first { return only }
    let completed = Outcome.completed.name
    return counts.sorted {
      ($0.key == completed ? 0 : 1, -$0.value, $0.key)
        < ($1.key == completed ? 0 : 1, -$1.value, $1.key)
    }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }
}

extension MemoryComparison {
  fileprivate var isExact: Bool { forecast.peakBytes == measured.peakBytes }
}

extension RunResult {
  /// The trial chosen on development data.
  package var chosenTrial: TrialResult? {
    chosen.flatMap { trials.indices.contains($0) ? trials[$0] : nil }
  }
}

/// A cell with the runs behind its summary, by seed.
package struct CellResults: Hashable, Sendable {
  package var summary: CellSummary
  /// One per seed that ended, in the order of the seeds.
  package var runs: [RunResult]
  /// The searches at seeds of their own; empty where every run searched for itself.
  package var searches: [RunResult] = []
  /// Whether its optimizer asks for derivatives along directions, which cost forward passes only.
  package internal(set) var usesTangents = false

  /// - Parameter runs: of one cell, one per seed; nil without any.
  init?(_ runs: [RunResult]) {
    guard let summary = CellSummary(runs) else { return nil }
    self.summary = summary
    self.runs = runs.sorted { $0.cell.seed < $1.cell.seed }
  }

  /// The runs in which hyper-parameters were searched.
  var searched: [RunResult] { searches.isEmpty ? runs : searches }

  /// The development scores of what was tested.
  var bestScores: [Double] {
    runs.filter { $0.outcome == .completed }.compactMap(\.bestScore)
  }

  /// The cell as its grid wrote it.
  package var cell: Cell { runs[0].cell.cell }
  package var identity: Identity { runs[0].identity }

  /// Completed runs with a test result, by seed.
  var tested: [Int: TestResult] {
    let pairs = runs.filter { $0.outcome == .completed }.compactMap { run in
      run.test.map { (run.cell.seed, $0) }
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The chosen trials of the completed runs.
  var chosenTrials: [TrialResult] {
    runs.filter { $0.outcome == .completed }.compactMap(\.chosenTrial)
  }
}

extension RunResult {
  /// The development score of the weights that were tested.
  var bestScore: Double? { chosenTrial?.best(by: criterion)?.score }
}

/// A finding about the health of a cell's trials, over its seeds.
package struct CellFinding: Hashable, Codable, Sendable {
  package var kind: HealthFinding.Kind
  /// The seeds of which a trial had it, in order.
  package var seeds: [Int]
  /// Where it was first found, and with which numbers.
  package var step: Int
  package var message: String

  /// One finding per kind, in the order of kinds.
  ///
  /// - Parameter runs: the runs of one cell in the order of their seeds.
  static func all(of runs: [RunResult]) -> [CellFinding] {
    HealthFinding.Kind.allCases.compactMap { kind in
      let found = runs.compactMap { run in
        run.trials.flatMap(\.findings).first { $0.kind == kind }.map { (run.cell.seed, $0) }
      }
      return found.first.map { first in
        CellFinding(
          kind: kind, seeds: found.map(\.0), step: first.1.step, message: first.1.message)
      }
    }
  }
}
