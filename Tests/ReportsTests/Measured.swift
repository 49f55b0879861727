import Vocabulary

/// Runs with curves, development scores, memory and predictions, for tables and figures.
enum Measured {
  /// One run; `right` test examples of `of` are right, the first ones, or those of `correct`.
  static func run(
    _ optimizer: String, seed: Int = 0, scheme: String = "ft", task: String = "mini-sst2",
    right: Int = 90, of count: Int = 100, correct: [Bool]? = nil, peak: Int = 3 << 20,
    settings: [String: SettingValue] = [:], model: String = "tiny-opt"
  ) -> RunResult {
    let cell = Cell(
      model: Component(model), task: Component(task), scheme: Component(scheme),
      optimizer: Component(optimizer, settings))
    let predictions = correct ?? (0..<count).map { $0 < right }
    let share = Double(predictions.count { $0 }) / Double(predictions.count)
    let seeded = SeededCell(cell, seed: seed)
    let digest = ContentDigest(of: task)
    return RunResult(
      identity: Identity(of: seeded, data: digest, model: digest), cell: seeded,
      outcome: .completed, trials: [trial(peak: peak, score: share)], chosen: 0,
      test: TestResult(
        metrics: ["accuracy": share, "loss": 1 - share], examples: predictions.count,
        correct: predictions),
      trainableParameters: 1000, parameters: 1000)
  }

  static func trial(
    peak: Int, score: Double, point: [String: SettingValue] = [:], outcome: Outcome = .completed
  ) -> TrialResult {
    let accounts = AccountBytes([.weights: peak / 2, .activations: peak - peak / 2])
    let profile = MemoryProfile(atPeak: accounts, peaks: accounts)
    let memory = MemoryComparison(forecast: profile, measured: profile)
    var seconds = PhaseSeconds()
    seconds.passes = 2
    return TrialResult(
      point: point, outcome: outcome, stepsDone: 100,
      curve: (0..<100).map { 2 - Float($0) / 100 },
      dev: [
        DevPoint(step: 50, score: score - 0.1, loss: 0.5),
        DevPoint(step: 100, score: score, loss: 0.4),
      ],
      spent: StepCost(forwards: 200), tokens: 1000, seconds: seconds, training: memory,
      evaluation: memory, peakResidentBytes: 1 << 26)
  }

  /// Two schemes, three optimizers, two seeds.
  static let study: [RunResult] = [0, 1].flatMap { seed in
    ["ft", "lora"].flatMap { scheme in
      [
        run("fo-adam", seed: seed, scheme: scheme, right: 99 - seed, peak: 24 << 20),
        run("zo-adam", seed: seed, scheme: scheme, right: 71, peak: 12 << 20),
        run("zo-sgd", seed: seed, scheme: scheme, right: 70 + seed, peak: 5 << 20),
      ]
    }
  }
}

extension String {
  /// Runs of spaces and line breaks as one space, so that no test hangs on the widths of columns.
  var squeezed: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
