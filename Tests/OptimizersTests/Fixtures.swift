import Optimizers
import Tensors
import Vocabulary

/// A loss in two dimensions with one direction for every key: the worked numbers of the study.
struct Plane {
  /// H = diag(2, 1), b = (1, −1), x = (1, 2).
  static func loss(_ x: Double, _ y: Double) -> Float {
    Float(0.5 * (2 * x * x + y * y) + x - y)
  }

  /// Losses at (1, 2) + scale · (1, −1).
  static func losses(at places: [Displacement]) throws(Divergence) -> [Float] {
    places.map { place in
      let scale = place.terms.reduce(0.0) { $0 + Double($1.scale) }
      return loss(1 + scale, 2 - scale)
    }
  }
}

/// ⟨g, θ⟩ with unit-variance directions: the linear regime in which alignments are compared.
struct Linear {
  let gradient: [Float]
  let elements: Elements
  private let layout: Layout

  init(_ count: Int, _ elements: Elements = .gaussian) {
    let box = FloatBox([Float](repeating: 0, count: count))
    Kernels.addDirection(.gaussian, 1, key: RandomKey(seed: 77), tensor: 3, start: 0, to: box.view)
    gradient = box.view.array
    self.elements = elements
    layout = Parabola.vector(count)
  }

  func direction(_ terms: [DirectionTerm]) -> [Float] {
    let box = FloatBox([Float](repeating: 0, count: gradient.count))
    for term in terms {
      DenseDirections(elements).add(
        term.scale, key: term.key, to: box.view, of: layout.slices[0], from: 0)
    }
    return box.view.array
  }

  /// Losses in double precision are not rounded away by the protocol's single precision here: the
  /// loss at θ is 0.
  func losses(at places: [Displacement]) throws(Divergence) -> [Float] {
    places.map { Float(dot(direction($0.terms), gradient)) }
  }

  /// The mean of cos²·d between estimate and gradient.
  func alignment(_ estimator: any Estimator, trials: Int) throws -> Double {
    var sum = 0.0
    for trial in 0..<trials {
      let step = ProbeStep(key: RandomKey(seed: trial))
      let estimate = try estimator.estimate(step) {
        (places: [Displacement]) throws(Divergence) in try losses(at: places)
      }
      sum += OptimizersTests.alignment(direction(estimate.terms ?? []), gradient)
    }
    return sum / Double(trials)
  }
}

/// One parameter and a list of gradients: traces of update rules.
final class Script: LossProblem {
  let weights: ParameterStore
  private let store: ParameterStore
  private var gradients: [Float]

  init(_ gradients: [Float], kind: Slice.Kind = .bias) throws {
    var layout = Layout()
    layout.add("x", kind, columns: 1)
    weights = try ParameterStore(layout, in: .weights, of: Ledger())
    store = try ParameterStore(layout, in: .gradients, of: Ledger())
    self.gradients = gradients
  }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    displacements.map { _ in 0 }
  }

  func lossAndGradient() throws(Divergence) -> Float {
    store.all.floats?[0] = gradients.removeFirst()
    return 0
  }

  func gradient(_ slice: Slice) -> FloatView {
    guard let view = store.view(slice).floats else { preconditionFailure("f32") }
    return view
  }

  /// The weight after each gradient.
  static func trace(_ rules: [any UpdateRule], _ gradients: [Float]) throws -> [Double] {
    let script = try Script(gradients)
    let iterate = try Iterate(
      script.weights, trainable: [0], optimizer: Optimizer(.backpropagation, update: rules),
      ledger: Ledger())
    return try gradients.indices.map { step in
      let estimate = try iterate.estimate(key: RandomKey(seed: step), on: script)
      iterate.descend(by: estimate) { script.gradient($0) }
      return Double(script.weights.all.values[0])
    }
  }
}

func expectClose(_ found: [Double], _ wanted: [Double], _ tolerance: Double) -> Bool {
  found.count == wanted.count && zip(found, wanted).allSatisfy { abs($0 - $1) <= tolerance }
}
