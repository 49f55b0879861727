import Foundation
import Graphs
import Optimizers
import Schemes
import Tasks
import Tensors
import Training
import Vocabulary

/// Learns the networks that predict scales of perturbation (ZO Fine-tuner, arXiv:2510.00419).
///
/// Along the way of SGD on a task's training data, which begins anew every few epochs, each step
/// also forms the zeroth-order step that the networks' scales would make, and the networks go down
/// the loss behind it. It needs backward passes: four per step. Unconfirmed: how networks begin
/// (here near one), and that SGD's rate falls within each way; the normalizer counts an embedding
/// as the rows of 15 tokens per example, as the authors' code.
package struct MetaTraining: Sendable {
  /// Everything that decides the result.
  package struct Recipe: Settings {
    package var model = "tiny-opt"
    package var task = "mini-copa"
    package var scheme = "ft"
    @Setting(15, .many, "Passes over the examples.") package var epochs: Int
    @Setting(5, .many, "After which the weights begin anew.", unit: "epochs")
    package var restart: Int
    @Setting(200, .many, "Of the task's training data.", unit: "examples")
    package var examples: Int
    @Setting(8, .many, "Of one step.", unit: "examples") package var batch: Int
    @Setting(0.01, .positive, "Of SGD, falling to 0 until the next start.")
    package var learningRate: Float
    @Setting(.momentum(0.8)) package var momentum: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(1e-6, .positive, "η of the zeroth-order step that the networks learn from.")
    package var updateRate: Float
    @Setting(0.1, .positive, "Of the networks' own descent.") package var networkRate: Double
    package var seed = 0

    package init() {}
  }

  /// A step, for a log.
  package struct Progress: Sendable {
    package var step: Int
    package var steps: Int
    /// The loss before the zeroth-order step (the mean of its probes) and after it.
    package var loss: Double
    package var after: Double
    /// The smallest and the largest scale.
    package var scales: ClosedRange<Double>
  }

  package let recipe: Recipe

  package init(_ recipe: Recipe) throws(InputProblem) {
    if let problem = recipe.problems(of: "").first {
      throw InputProblem(at: "meta-train", problem.description)
    }
    self.recipe = recipe
  }

  /// - Throws: `InputProblem` for what cannot be trained, or a loss that is not finite.
  package func run(
    _ planner: Planner, interruption: Interruption, report: (Progress) -> Void
  ) throws -> ScaleNetworks {
    let plan = try plan(planner)
    let ledger = Ledger()
    let space = TrainedSpace(plan.resolution.layout, admitted: plan.resolution.trainable)
    let root = RandomKey(seed: recipe.seed)
    let learner = try ScaleLearner(
      space, batch: recipe.batch, key: root.folding(.max), ledger: ledger)
    var order = BatchOrder(seed: recipe.seed, plan.sample, batch: recipe.batch)
    let steps = plan.run.steps
    let every = min(plan.dataPass.batches * recipe.restart, steps)
    for start in stride(from: 0, to: steps, by: every) {
      learner.restart()
      let length = min(every, steps - start)
      let way = try MetaTrajectory(plan, space, recipe, steps: length)
      for step in start..<start + length {
        if interruption.isRequested { throw InputProblem(at: "meta-train", "was interrupted") }
        let examples = order.examples(step: step).map { plan.sample.train[$0] }
        let (before, after) = try Self.finite { () throws(Divergence) in
          try way.step(examples, key: root.folding(UInt64(step)), learner)
        }
        report(
          Progress(
            step: step + 1, steps: steps, loss: before, after: after,
            scales: (learner.scales.min() ?? 1)...(learner.scales.max() ?? 1)))
      }
    }
    return learner.found
  }

  /// Runs, and writes the networks.
  package func write(
    to url: URL, _ planner: Planner, _ interruption: Interruption, report: (Progress) -> Void
  ) throws {
    try run(planner, interruption: interruption, report: report).write(to: url)
  }

  private func plan(_ planner: Planner) throws -> RunPlan {
    var run = RunSettings()
    (run.train, run.batch, run.evaluations, run.dev, run.test) = (
      recipe.examples, recipe.batch, 1, 1, 1
    )
    run.weights = .f32
    let pass = DataPass(examples: recipe.examples, batch: recipe.batch)
    run.steps = pass.batches * recipe.epochs
    let cell = Cell(
      model: Component(recipe.model), task: Component(recipe.task),
      scheme: Component(recipe.scheme), optimizer: Component("fo-sgd"), run: run)
    let plan = try planner.plan(SeededCell(cell, seed: recipe.seed))
    guard plan.resolution.scheme.learning == .steps else {
      throw InputProblem(at: "scheme \(recipe.scheme)", "takes no steps, so nothing is perturbed")
    }
    return plan
  }

  private static func finite<R>(
    _ body: () throws(Divergence) -> R
  ) throws(InputProblem) -> R {
    do throws(Divergence) {
      return try body()
    } catch {
      throw InputProblem(
        at: "meta-train", "the loss became \(error.loss); try a smaller learning rate")
    }
  }
}

extension SettingRange {
  /// What is counted: from 1 to 1,048,576.
  fileprivate static let many = SettingRange.in(1...1 << 20)
}

/// One way of SGD from a model's initial weights, on which networks learn.
final class MetaTrajectory {
  private let recipe: MetaTraining.Recipe
  private let plan: RunPlan
  private let weights: ParameterStore
  private let problem: ModelProblem
  private let iterate: Iterate
  private let update: ScaledUpdate

  /// - Parameter steps: how long the way is.
  init(
    _ plan: RunPlan, _ space: TrainedSpace, _ recipe: MetaTraining.Recipe, steps: Int
  ) throws {
    self.recipe = recipe
    self.plan = plan
    let ledger = Ledger()
    let optimizer = Optimizer(
      .backpropagation,
      update: [
        Momentum(recipe.momentum), LearningRate(recipe.learningRate, schedule: .linear()),
      ])
    // What is frozen is in a ledger of its own, as in a run.
    weights = try plan.weights(from: WeightPool(ledger: Ledger()), ledger: ledger)
    iterate = try Iterate(
      weights, trainable: space.admitted, optimizer: optimizer, horizon: steps, ledger: ledger)
    problem = try ModelProblem(
      plan.trainingProgram(optimizer), plan, weights: weights,
      distribution: DenseDirections(admitted: []), ledger: ledger)
    update = try ScaledUpdate(weights, space, ledger: ledger)
  }

  /// Lets the networks learn at the weights, then goes on.
  ///
  /// - Returns: the mean of the probes' losses, and the loss behind the zeroth-order step.
  func step(
    _ examples: [EncodedExample], key: RandomKey, _ learner: ScaleLearner
  ) throws(Divergence) -> (before: Double, after: Double) {
    problem.load(Packer.training(examples, plan.resolution.objective), examples)
    let found = try update.measure(
      problem, key: key, factors: learner.predict(weights), epsilon: recipe.epsilon,
      rate: recipe.updateRate)
    learner.learn(found.slopes, rate: recipe.networkRate)
    learner.losses = (found.losses.above, found.losses.below)
    let estimate = try iterate.estimate(key: key, on: problem)
    iterate.descend(by: estimate) { problem.gradient($0) }
    return (Double(found.losses.above + found.losses.below) / 2, Double(found.after))
  }
}
