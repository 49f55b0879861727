import Experiments
import Graphs
import Optimizers
import Tensors

/// A model on the batches of a run, as an optimizer sees it.
final class ModelProblem: LossProblem {
  private let executor: Executor
  private let loss: NodeID
  private let gradients: ParameterStore?
  private let lanes: Int

  init(
    _ step: TrainingProgram, weights: ParameterStore, distribution: any DirectionDistribution,
    capacity: Extents, ledger: Ledger
  ) throws(OutOfMemory) {
    gradients = try step.gradientStore(of: ledger)
    executor = try Executor(
      step.program, step.setting, weights: weights, gradients: gradients, capacity: capacity,
      ledger: ledger)
    executor.distribution = distribution
    loss = step.loss
    lanes = step.setting.lanes
  }

  var flops: Double { executor.flops }

  func load(_ batch: Batch) { executor.load(batch) }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    var losses: [Float] = []
    for start in stride(from: 0, to: displacements.count, by: lanes) {
      let places = Array(displacements[start..<min(start + lanes, displacements.count)])
      executor.run(at: places)
      losses += places.indices.map { executor.value(loss, lane: $0)[0] }
    }
    if let bad = losses.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return losses
  }

  func lossAndGradient() throws(Divergence) -> Float {
    if let all = gradients?.all.floats { Kernels.fill(all, 0) }
    executor.run()
    let value = executor.value(loss)[0]
    if !value.isFinite { throw Divergence(loss: value) }
    return value
  }

  func gradient(_ slice: Slice) -> FloatView {
    guard let view = gradients?.view(slice).floats else {
      preconditionFailure("this problem computes no gradient")
    }
    return view
  }
}
