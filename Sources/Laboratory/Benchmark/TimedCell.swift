import Graphs
import Models
import Optimizers
import Statistics
import Tasks
import Tensors
import Training
import Vocabulary

/// A cell whose steps, forward passes and evaluations are timed.
final class TimedCell {
  private let plan: RunPlan
  private let stepCount: Int
  private let optimizer: Optimizer
  private let ledger = Ledger()
  private let pool = WeightPool(ledger: Ledger())
  private let weights: ParameterStore
  /// What was held in training at the most.
  private(set) var peak = MemoryProfile()
  /// What operations took and did in all steps but the first.
  private(set) var operations: [OperationWork] = []

  init(_ plan: RunPlan, steps: Int) throws {
    self.plan = plan
    stepCount = steps
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

  private func examples(_ order: inout BatchOrder, step: Int) -> [EncodedExample] {
    order.examples(step: step).map { plan.sample.train[$0] }
  }

  private var order: BatchOrder { BatchOrder(seed: 0, plan.sample, batch: plan.run.batch) }

  /// One forward pass over each batch at the initial weights, in memory that is gone afterwards.
  func bareForwards() throws -> (firstLoss: Float, seconds: [Double]) {
    let forward = LossPass(
      plan.resolution.network, objective: plan.resolution.objective, head: plan.sample.head)
    let setting = Program.Setting(
      format: plan.resolution.format, compute: plan.resolution.compute)
    let executor = try Executor(
      Program(forward.graph, outputs: [forward.loss]), setting,
      weights: weights, capacity: plan.memory.trainingCapacity, ledger: ledger)
    var (losses, seconds, order, watch) = ([Float](), [Double](), order, Stopwatch())
    for step in 0..<stepCount {
      executor.load(
        Packer.training(examples(&order, step: step), plan.resolution.objective))
      _ = watch.lap()
      executor.run()
      seconds.append(watch.lap())
      losses.append(executor.value(forward.loss)[0])
    }
    guard losses[0].isFinite else {
      throw InputProblem(at: plan.resolution.model.name, "the initial loss is \(losses[0])")
    }
    return (losses[0], Array(seconds.dropFirst()))
  }

  /// The steps of a training, as a trial makes them.
  func steps() throws -> [TimedStep] {
    ledger.restart()
    let iterate = try Iterate(
      weights, trainable: plan.resolution.trainable, optimizer: optimizer, horizon: stepCount,
      data: plan.dataPass, outputs: plan.memory.outputs(of: optimizer), ledger: ledger)
    let problem = try ModelProblem(
      plan.trainingProgram(optimizer), plan, weights: weights,
      distribution: iterate.distribution, ledger: ledger)
    var (steps, order) = ([TimedStep](), order)
    for step in 0..<stepCount {
      do throws(Divergence) {
        steps.append(try self.step(step, iterate, problem, &order))
        if step == 0 { problem.measureOperations() }
      } catch {
        throw InputProblem(
          at: "optimizer \(plan.resolution.cell.optimizer)",
          "the loss is \(error.loss) at step \(step); try a smaller learning rate")
      }
    }
    peak = ledger.profile
    operations = problem.operationWork
    return steps
  }

  private func step(
    _ number: Int, _ iterate: Iterate, _ problem: ModelProblem, _ order: inout BatchOrder
  ) throws(Divergence) -> TimedStep {
    var (timed, watch) = (TimedStep(), Stopwatch())
    let examples = examples(&order, step: number)
    let batch = Packer.training(examples, plan.resolution.objective)
    problem.load(batch, examples)
    timed.data = watch.lap()
    let (flops, reading) = (problem.flops, problem.readingSeconds)
    let (read, moved) = (problem.readingBytes, iterate.movedBytes)
    let estimate = try iterate.estimate(
      key: RandomKey(seed: 0).folding(UInt64(number)), on: problem)
    timed.direction = problem.readingSeconds - reading
    timed.forward = watch.lap() - timed.direction
    iterate.descend(by: estimate) { problem.gradient($0) }
    timed.update = watch.lap()
    timed.tokens = batch.tokens.count
    timed.flops = problem.flops - flops
    timed.directionBytes = Double(problem.readingBytes - read)
    timed.updateBytes = Double(iterate.movedBytes - moved)
    return timed
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

/// Seconds of one step by phase, with what was done in them.
struct TimedStep {
  var data = 0.0
  /// Passes, without reading displaced weights.
  var forward = 0.0
  var direction = 0.0
  var update = 0.0
  var tokens = 0
  var flops = 0.0
  /// Of weights that were widened or displaced.
  var directionBytes = 0.0
  var updateBytes = 0.0

  var total: Double { data + forward + direction + update }
}

extension [TimedStep] {
  /// The median of a phase, without the first step, which warms caches up.
  func median(_ value: (TimedStep) -> Double) -> Double { dropFirst().map(value).median }
}

extension [Double] {
  /// 0 when there is none.
  var median: Double { Median.of(self) ?? 0 }
}
