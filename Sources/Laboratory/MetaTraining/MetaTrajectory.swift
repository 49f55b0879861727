import Optimizers
import Tasks
import Tensors
import Training
import Vocabulary

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
