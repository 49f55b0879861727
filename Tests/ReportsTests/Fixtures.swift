import Vocabulary

func cell(_ optimizer: Component, model: String = "tiny-opt", tuned: Bool = false) -> Cell {
  var cell = Cell(
    model: Component(model), task: Component("mini-sst2"), scheme: Component("ft"),
    optimizer: optimizer)
  if tuned { cell.tune = ["learningRate": [.number(1e-6), .number(1e-7)]] }
  return cell
}

func trial(forecast: Int, measured: Int, rate: Double? = nil) -> TrialResult {
  var seconds = PhaseSeconds()
  (seconds.data, seconds.passes, seconds.update) = (0.25, 12, 0.5)
  (seconds.evaluation, seconds.setUp) = (100, 100)
  let memory = MemoryComparison(
    forecast: MemoryProfile(atPeak: AccountBytes([.weights: forecast])),
    measured: MemoryProfile(atPeak: AccountBytes([.weights: measured])))
  return TrialResult(
    point: rate.map { ["learningRate": .number($0)] } ?? [:], outcome: .completed, stepsDone: 100,
    curve: [], dev: [], spent: StepCost(forwards: 200), tokens: 0, seconds: seconds,
    training: memory, evaluation: memory, peakResidentBytes: 0)
}

func run(
  _ cell: Cell, seed: Int, accuracy: Double?, outcome: Outcome = .completed, trial: TrialResult
) -> RunResult {
  let cell = SeededCell(cell, seed: seed)
  let digest = ContentDigest(of: "same")
  let test = accuracy.map { TestResult(metrics: ["accuracy": $0], examples: 200, correct: []) }
  return RunResult(
    identity: Identity(of: cell, data: digest, model: digest), cell: cell, outcome: outcome,
    trials: [trial], chosen: 0, test: test, trainableParameters: 1200, parameters: 1200)
}

/// A cell with three seeds of which one diverged, a tuned cell with one, and one without result.
let sample: [RunResult] = {
  let sgd = cell(Component("zo-sgd", ["epsilon": .number(0.001)]))
  let adam = cell(Component("zo-adam"), tuned: true)
  let exact = trial(forecast: 1536, measured: 1536)
  return [
    run(sgd, seed: 1, accuracy: 0.92, trial: exact),
    run(sgd, seed: 0, accuracy: 0.90, trial: exact),
    run(
      sgd, seed: 2, accuracy: .nan, outcome: .diverged(step: 7, lastFiniteLoss: 3), trial: exact),
    run(
      adam, seed: 0, accuracy: 0.885,
      trial: trial(forecast: 3 << 20, measured: (3 << 20) + 1, rate: 1e-6)),
    run(
      cell(Component("odd|name\n")), seed: 0, accuracy: nil, outcome: .failed(message: "x"),
      trial: exact),
  ]
}()
