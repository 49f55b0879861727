import Graphs
import Models
import Tensors
import Training

/// Forward passes at the weights themselves, nothing displaced, over one batch after another.
final class BarePasses {
  private let forward: LossPass
  private let executor: Executor
  private let cell: TimedCell
  private var batches: TimedBatches

  init(_ cell: TimedCell) throws {
    let plan = cell.plan
    self.cell = cell
    batches = TimedBatches(plan)
    forward = LossPass(
      plan.resolution.network, objective: plan.resolution.objective, head: plan.sample.head)
    let setting = Program.Setting(
      format: plan.resolution.format, compute: plan.resolution.compute)
    executor = try Executor(
      Program(forward.graph, outputs: [forward.loss]), setting, weights: cell.weights,
      capacity: plan.memory.trainingCapacity, ledger: Ledger())
  }

  /// The next batch's loss, and the seconds of its pass.
  func next() -> (loss: Float, seconds: Double) {
    executor.load(Packer.training(batches.next(), cell.plan.resolution.objective))
    var watch = Stopwatch()
    executor.run()
    return (loss: executor.value(forward.loss)[0], seconds: watch.lap())
  }

  /// Leaves the next batch out.
  func skip() { _ = batches.next() }
}
