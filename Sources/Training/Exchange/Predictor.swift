import Foundation
import Schemes
import Tasks
import Tensors
import Vocabulary

/// Predicts with trained weights: those of a model, an adapter, or a stored run.
package final class Predictor {
  private let planner: Planner
  /// What is asked, and of which model under which scheme.
  package let seeded: SeededCell
  private let weights: ParameterStore

  /// A model as it is, or with an adapter in PEFT's files.
  ///
  /// - Throws: `InputProblem` for what cannot be used or does not go together.
  package init(
    _ exported: ExportedWeights, task: Component, run: RunSettings, planner: Planner
  ) throws {
    let adapter = exported.adapter
    seeded = SeededCell(
      Cell(
        model: Component(exported.model), task: task,
        scheme: adapter?.scheme ?? Component("zero-shot"),
        optimizer: adapter == nil ? .noOptimizer : Component("zo-sgd"), run: run), seed: 0)
    self.planner = planner
    let plan = try planner.asking(seeded, about: [])
    try exported.check(base: plan.resolution.model)
    weights = try plan.weights(from: WeightPool(ledger: Ledger()), ledger: Ledger())
    try adapter?.fill(weights, of: plan.resolution.network)
  }

  /// A stored run: its chosen trial's best weights, made again.
  ///
  /// - Parameters:
  ///   - identity: the stored run's; what data and model give now must be the same.
  ///   - chosen: the trial that was tested, with its whole log; nil when no log is stored.
  /// - Throws: `InputProblem` when they cannot be made again.
  package init(
    _ seeded: SeededCell, _ identity: Identity, chosen: TrialProgress?, planner: Planner
  ) throws {
    self.seeded = seeded
    self.planner = planner
    let plan = try planner.plan(seeded)
    switch plan.resolution.scheme.learning {
    case .steps:
      guard let chosen else {
        throw InputProblem(
          .missing, at: seeded.cell.name,
          "has no step log to make its weights again from, as runs with gradients have none; "
            + "run it with --export DIR and name that directory with --model or --adapter")
      }
      weights = try TrialReplay(seeded, identity, chosen, planner: planner).made(.best).weights
    case .nothing, .probe:
      try plan.check(is: identity)
      let ledger = Ledger()
      weights = try plan.weights(from: WeightPool(ledger: Ledger()), ledger: ledger)
      guard plan.resolution.scheme.learning == .probe else { return }
      try ProbeFit(plan: plan, weights: weights, ledger: ledger).run(Interruption())
    }
  }

  /// Asks about another task; nil leaves the run's.
  package func asking(_ task: Component?) -> Predictor {
    guard let task else { return self }
    var seeded = seeded
    seeded.cell.task = task
    return Predictor(seeded, weights, planner)
  }

  private init(_ seeded: SeededCell, _ weights: ParameterStore, _ planner: Planner) {
    (self.seeded, self.weights, self.planner) = (seeded, weights, planner)
  }

  /// The examples of a split of the task, as the run draws them.
  package func examples(of split: Split) throws(InputProblem) -> [Example] {
    try planner.examples(of: split, seeded.cell)
  }

  /// What the weights say of each example.
  package func predictions(of examples: [Example]) throws -> [Prediction] {
    try evaluator(examples).predictions()
  }

  /// The same, with its score.
  package func evaluation(
    of examples: [Example]
  ) throws -> (predictions: [Prediction], result: TestResult) {
    let evaluator = try evaluator(examples)
    let predictions = try evaluator.predictions()
    return (predictions, TestResult(evaluator.score(predictions)))
  }

  private func evaluator(_ examples: [Example]) throws -> Evaluator {
    let plan = try planner.asking(seeded, about: examples)
    return Evaluator(plan: plan, weights: weights, ledger: Ledger())
  }
}
