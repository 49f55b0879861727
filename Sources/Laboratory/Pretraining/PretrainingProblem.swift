import Graphs
import Models
import Optimizers
import Tensors
import Training
import Vocabulary

/// The language-model loss over whole documents, as an optimizer sees it: at displaced weights, or
/// with its gradient.
final class PretrainingProblem: LossProblem {
  private let probes: Executor?
  private let backward: Executor?
  private let gradients: ParameterStore?
  private let loss: NodeID

  /// Places at which losses are evaluated together.
  private static let lanes = 2

  init(
    _ family: any ModelFamily, _ weights: ParameterStore, _ optimizer: Optimizer,
    _ distribution: any DirectionDistribution, documents: Int, length: Int, _ ledger: Ledger
  ) throws {
    let forward = ForwardPass(family, objective: .language)
    loss = forward.loss
    let capacity = Batch.documents(
      Array(repeating: Array(repeating: 0, count: length + 1), count: documents)
    ).extents
    if optimizer.needsProbes {
      let probes = try Executor(
        Program(forward.graph, outputs: [loss]), .init(lanes: Self.lanes, displaced: true),
        weights: weights, capacity: capacity, ledger: ledger)
      probes.distribution = distribution
      self.probes = probes
    } else {
      probes = nil
    }
    guard optimizer.needsGradient else {
      (backward, gradients) = (nil, nil)
      return
    }
    let all = Set(weights.layout.slices.map(\.index))
    let graph = Cotangents.gradient(of: loss, in: forward.graph, wanted: all)
    let gradients = try ParameterStore(weights.layout, in: .gradients, of: ledger)
    self.gradients = gradients
    backward = try Executor(
      Program(graph, outputs: [loss]), .init(), weights: weights, gradients: gradients,
      capacity: capacity, ledger: ledger)
  }

  func load(_ batch: Batch) {
    probes?.load(batch)
    backward?.load(batch)
  }

  func losses(at places: [Displacement]) throws(Divergence) -> [Float] {
    guard let probes else { preconditionFailure("this problem is not probed") }
    var losses: [Float] = []
    for start in stride(from: 0, to: places.count, by: Self.lanes) {
      let together = Array(places[start..<min(start + Self.lanes, places.count)])
      probes.run(at: together)
      losses += together.indices.map { probes.value(loss, lane: $0)[0] }
    }
    if let bad = losses.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return losses
  }

  func lossAndGradient() throws(Divergence) -> Float {
    guard let backward else { preconditionFailure("this problem computes no gradient") }
    if let all = gradients?.all.floats { Kernels.fill(all, 0) }
    backward.run()
    let value = backward.value(loss)[0]
    guard value.isFinite else { throw Divergence(loss: value) }
    return value
  }

  func gradient(_ slice: Slice) -> FloatView {
    guard let view = gradients?.view(slice).floats else {
      preconditionFailure("this problem computes no gradient")
    }
    return view
  }
}
