import Graphs
import Optimizers
import Tensors
import Training
import Vocabulary

/// The steps of a training, one after another, as a trial makes them.
final class TimedTraining {
  private let cell: TimedCell
  private let iterate: Iterate
  private let problem: ModelProblem
  private var batches: TimedBatches
  private var number = 0

  /// - Parameter steps: as many as there will be.
  init(_ cell: TimedCell, steps: Int) throws {
    let plan = cell.plan
    self.cell = cell
    batches = TimedBatches(plan)
    cell.ledger.restart()
    iterate = try Iterate(
      cell.weights, trainable: plan.resolution.trainable, optimizer: cell.optimizer,
      horizon: steps, data: plan.dataPass, outputs: plan.memory.outputs(of: cell.optimizer),
      ledger: cell.ledger)
    problem = try ModelProblem(
      plan.trainingProgram(cell.optimizer), plan, weights: cell.weights,
      distribution: iterate.distribution, ledger: cell.ledger)
  }

  /// What operations took and did in all steps but the first.
  var operations: [OperationWork] { problem.operationWork }

  /// The next step; the first is there to warm caches up.
  ///
  /// - Throws: `InputProblem` where a loss is not finite.
  func next() throws -> TimedStep {
    defer { number += 1 }
    do throws(Divergence) {
      let step = try timed()
      if number == 0 { problem.measureOperations() }
      return step
    } catch {
      throw InputProblem(
        at: "optimizer \(cell.plan.resolution.cell.optimizer)",
        "the loss is \(error.loss) at step \(number); try a smaller learning rate")
    }
  }

  private func timed() throws(Divergence) -> TimedStep {
    var (timed, watch) = (TimedStep(), Stopwatch())
    let examples = batches.next()
    let batch = Packer.training(examples, cell.plan.resolution.objective)
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
