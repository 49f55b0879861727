import Graphs
import Models
import Optimizers
import Tasks
import Tensors
import Training
import Vocabulary

/// A cell that is timed: its weights, in which all its passes and steps are.
final class TimedCell {
  let plan: RunPlan
  let optimizer: Optimizer
  /// Of what a training holds; passes beside it have their own.
  let ledger = Ledger()
  private let pool = WeightPool(ledger: Ledger())
  let weights: ParameterStore

  init(_ plan: RunPlan) throws {
    self.plan = plan
    optimizer = try plan.resolution.optimizer(at: [:])
    weights = try plan.weights(from: pool, ledger: ledger)
  }

  var forecastBytes: Int { plan.memory.training(optimizer).peakBytes }

  /// The products with parameters of a pass over the largest batch, with those of the backward
  /// pass if there is one.
  var products: [ProductShape] {
    let program = plan.trainingProgram(optimizer)
    let pass = program.gradient ?? program.probes ?? program.tangent
    return pass?.program.graph.products(plan.memory.trainingCapacity) ?? []
  }

  /// The loss of the first batch at the weights as they are, in memory that is gone afterwards.
  ///
  /// - Throws: `InputProblem` where it is not finite.
  func initialLoss() throws -> Float {
    let loss = try BarePasses(self).next().loss
    guard loss.isFinite else {
      throw InputProblem(at: plan.resolution.model.name, "the initial loss is \(loss)")
    }
    return loss
  }

  /// Seconds of an evaluation of the development examples: the second of two.
  func evaluation() throws -> Double {
    guard !plan.sample.dev.isEmpty else { return 0 }
    let evaluator = Evaluator(plan: plan, weights: weights, ledger: ledger)
    _ = try evaluator.development()
    var watch = Stopwatch()
    _ = try evaluator.development()
    return watch.lap()
  }
}

/// The batches of a cell, those of a file in its order.
struct TimedBatches {
  private let sample: EncodedSample
  private var order: BatchOrder
  private var step = 0

  init(_ plan: RunPlan) {
    sample = plan.sample
    order = BatchOrder(seed: 0, plan.sample, batch: plan.run.batch)
  }

  mutating func next() -> [EncodedExample] {
    defer { step += 1 }
    return order.examples(step: step).map { sample.train[$0] }
  }
}
