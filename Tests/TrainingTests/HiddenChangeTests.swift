import Models
import Optimizers
import Tasks
import Tensors
import Testing
import Training
import Vocabulary

/// Changes of hidden states, beside derivatives that are computed another way.
@Suite("Changes of hidden states", .tags(.slow))
struct HiddenChangeTests {
  private static func problem(
    _ optimizer: Component, _ task: String, _ lanes: Int = 0
  ) throws -> (problem: ModelProblem, iterate: Iterate, ledger: Ledger) {
    var run = Runs.settings
    (run.steps, run.lanes) = (40, lanes)
    var cell = Runs.cell(task: task, optimizer, run)
    cell.scheme = Component("lora")
    let plan = try Planner(dataDirectory: nil, complete: true).plan(SeededCell(cell, seed: 0))
    let (ledger, pool) = (Ledger(), WeightPool(ledger: Ledger()))
    let weights = try plan.weights(from: pool, ledger: ledger)
    let made = try plan.resolution.optimizer(at: [:])
    let iterate = try Iterate(
      weights, trainable: plan.resolution.trainable, optimizer: made, horizon: 40,
      data: plan.dataPass, outputs: plan.memory.outputs(of: made), ledger: ledger)
    let problem = try ModelProblem(
      plan.trainingProgram(made), plan, weights: weights, distribution: iterate.distribution,
      ledger: ledger)
    let examples = Array(plan.sample.train.prefix(4))
    problem.load(StepBatch(examples, plan.resolution.objective, by: 4))
    return (problem, iterate, ledger)
  }

  /// The head is frozen under lora, so that all of a derivative goes through the hidden states.
  @Test(
    "times the loss's gradient there are the derivative along a direction",
    arguments: ["mini-sst2", "mini-copa", "mini-squad"], [0, 1])
  func derivative(task: String, lanes: Int) throws {
    let key = RandomKey(seed: 4)
    let settings: [String: SettingValue] = ["epsilon": .number(1e-3), "stage": .integer(1)]
    let own = try Self.problem(Component("pseuzo", settings), task, lanes)
    let other = try Self.problem(Component("forward-grad"), task)
    let estimate = try own.iterate.estimate(key: key, on: own.problem)
    let (loss, slope) = try other.problem.lossAndSlope(along: key.folding(0))
    #expect(abs(estimate.loss - loss) < 1e-5 * abs(loss))
    let found = try #require(estimate.terms?.first?.scale)
    #expect(abs(found - slope) < 2e-2 * max(abs(slope), 0.01), "\(found), not \(slope)")
  }

  @Test("are in the forecast, and kept over an interruption")
  func forecast() throws {
    var run = Runs.settings
    run.steps = 8
    let result = try Runs.run(
      Runs.cell(Component("pseuzo", ["stage": .integer(1), "window": .integer(3)]), run))
    let trial = try #require(result.trials.first)
    #expect(trial.training.forecast == trial.training.measured)
    #expect(trial.evaluation.forecast == trial.evaluation.measured)
    let short = try Runs.run(
      Runs.cell(Component("pseuzo", ["stage": .integer(1), "window": .integer(1)]), run))
    let gain = trial.training.forecast.peakBytes
    #expect(gain > (short.trials.first?.training.forecast.peakBytes ?? .max))
  }
}
