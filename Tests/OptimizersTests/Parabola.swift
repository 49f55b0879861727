import Experiments
import Optimizers
import Tensors

/// `scale · ½ Σ aᵢ (θᵢ − bᵢ)²` over the weights of a store: a loss whose gradient is known.
final class Parabola: LossProblem {
  let weights: ParameterStore
  private let gradients: ParameterStore
  private let probe: ParameterStore
  private let curvature: [Float]
  private let target: [Float]
  var distribution: any DirectionDistribution = DenseDirections()
  var scale: Float = 1
  private(set) var forwards = 0
  private(set) var backwards = 0

  /// A matrix of 3 × 4, a bias of 5 and a scale of 3, all with their own curvature and target.
  init() throws {
    var layout = Layout()
    layout.add("matrix", .matrix, rows: 3, columns: 4)
    layout.add("bias", .bias, columns: 5)
    layout.add("scale", .scale, columns: 3)
    let ledger = Ledger()
    weights = try ParameterStore(layout, in: .weights, of: ledger)
    gradients = try ParameterStore(layout, in: .gradients, of: ledger)
    probe = try ParameterStore(layout, in: .scratch, of: ledger)
    weights.initialize(RandomKey(seed: 1), deviation: 1)
    curvature = (0..<layout.count).map { 0.5 + 0.075 * Float($0) }
    target = (0..<layout.count).map { 0.4 * Float($0 % 5) - 0.9 }
  }

  var layout: Layout { weights.layout }
  var everything: Set<Int> { Set(layout.slices.map(\.index)) }
  var values: [Float] { weights.all.floats?.array ?? [] }

  func set(_ values: [Float]) { weights.all.floats?.copy(from: values) }

  /// z of a key, in the order of the weights.
  func direction(_ key: RandomKey) throws -> [Float] {
    let z = try ParameterStore(layout, in: .scratch, of: Ledger())
    add(DirectionTerm(key: key, scale: 1), to: z)
    return z.all.floats?.array ?? []
  }

  /// ∇L at the weights.
  var exactGradient: [Float] { gradient(at: values) }

  var loss: Float { loss(at: values) }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    forwards += displacements.count
    var losses: [Float] = []
    for displacement in displacements {
      probe.copy(from: weights)
      for term in displacement.terms { add(term, to: probe) }
      losses.append(loss(at: probe.all.floats?.array ?? []))
    }
    if let bad = losses.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return losses
  }

  func lossAndGradient() throws(Divergence) -> Float {
    forwards += 1
    backwards += 1
    gradients.all.floats?.copy(from: exactGradient)
    return loss
  }

  func gradient(_ slice: Slice) -> FloatView {
    guard let view = gradients.view(slice).floats else { preconditionFailure("gradients are f32") }
    return view
  }

  private func add(_ term: DirectionTerm, to store: ParameterStore) {
    for slice in layout.slices where !distribution.isZero(in: slice) {
      guard let view = store.view(slice).floats else { continue }
      distribution.add(term.scale, key: term.key, to: view, of: slice, from: 0)
    }
  }

  private func loss(at values: [Float]) -> Float {
    let terms = values.indices.map { index in
      let distance = Double(values[index]) - Double(target[index])
      return 0.5 * Double(curvature[index]) * distance * distance
    }
    return scale * Float(terms.reduce(0, +))
  }

  private func gradient(at values: [Float]) -> [Float] {
    values.indices.map { scale * curvature[$0] * (values[$0] - target[$0]) }
  }
}

extension Optimizer {
  /// Steps on a parabola; returns the estimates, in order.
  @discardableResult
  func run(
    _ steps: Int, on problem: Parabola, trainable: Set<Int>? = nil, ledger: Ledger = Ledger()
  ) throws -> [Estimate] {
    let iterate = try Iterate(
      problem.weights, trainable: trainable ?? problem.everything, optimizer: self,
      ledger: ledger)
    problem.distribution = iterate.distribution
    return try (0..<steps).map { step in
      let key = RandomKey(seed: 5).folding(UInt64(step))
      let estimate = try estimate(key: key, on: problem)
      iterate.descend(by: estimate) { problem.gradient($0) }
      return estimate
    }
  }
}

func dot(_ a: [Float], _ b: [Float]) -> Double {
  zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}
