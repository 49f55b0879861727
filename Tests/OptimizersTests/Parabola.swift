import Optimizers
import Tensors
import Vocabulary

/// `scale · (½ Σ aᵢ (θᵢ − bᵢ)² + ½ κ (Σ θᵢ)² + γ Σ θᵢ³) + shift`: a loss whose derivatives are
/// known.
final class Parabola: TangentProblem, DataProblem {
  let weights: ParameterStore
  private let gradients: ParameterStore
  private let probe: ParameterStore
  var curvature: [Float]
  var target: [Float]
  var distribution: any DirectionDistribution = DenseDirections()
  var scale: Float = 1
  var shift: Float = 0
  /// κ: makes the loss non-separable.
  var coupling: Float = 0
  /// γ: makes it non-quadratic.
  var cubic: Float = 0
  private(set) var forwards = 0
  private(set) var backwards = 0
  /// Every place that was asked for.
  private(set) var places: [Displacement] = []

  init(_ layout: Layout = Parabola.blocks, format: StorageFormat = .f32) throws {
    let ledger = Ledger()
    weights = try ParameterStore(layout, format: format, in: .weights, of: ledger)
    gradients = try ParameterStore(layout, in: .gradients, of: ledger)
    probe = try ParameterStore(layout, in: .scratch, of: ledger)
    weights.initialize(RandomKey(seed: 1), deviation: 1)
    curvature = (0..<layout.count).map { 0.5 + 0.025 * Float($0 % 40) }
    target = (0..<layout.count).map { 0.4 * Float($0 % 5) - 0.9 }
  }

  /// An embedding, three blocks of a matrix, a bias and a scale, and a last norm.
  static let blocks: Layout = {
    var layout = Layout()
    layout.add("embed.weight", .embedding, rows: 3, columns: 2)
    for block in 0..<3 {
      layout.add("layers.\(block).attn.weight", .matrix, rows: 3, columns: 4)
      layout.add("layers.\(block).fc.bias", .bias, columns: 3)
      layout.add("layers.\(block).norm.weight", .scale, columns: 2)
    }
    layout.add("norm.weight", .scale, columns: 2)
    return layout
  }()

  /// One parameter that is moved as a vector.
  static func vector(_ count: Int) -> Layout {
    var layout = Layout()
    layout.add("vector", .bias, columns: count)
    return layout
  }

  /// One matrix.
  static func matrix(_ rows: Int, _ columns: Int) -> Layout {
    var layout = Layout()
    layout.add("matrix", .matrix, rows: rows, columns: columns)
    return layout
  }

  var layout: Layout { weights.layout }
  var everything: Set<Int> { Set(layout.slices.map(\.index)) }
  var values: [Float] { layout.slices.flatMap { weights.view($0).values } }

  /// A problem with weights that the optimizer can train.
  static func suited(to optimizer: Optimizer) throws -> Parabola {
    try Parabola(format: optimizer.integers == nil ? .f32 : .int8)
  }

  func set(_ values: [Float]) {
    let copy = FloatBox(values)
    for slice in layout.slices {
      Kernels.narrow(copy.view.part(slice.offset, slice.count), into: weights.view(slice))
    }
  }

  func range(_ slice: Slice) -> Range<Int> { slice.offset..<slice.offset + slice.count }

  /// z of a key, in the order of the weights.
  func direction(_ key: RandomKey) throws -> [Float] {
    let z = try ParameterStore(layout, in: .scratch, of: Ledger())
    add(DirectionTerm(key: key, scale: 1), to: z)
    return z.all.values
  }

  /// The same, read in pieces of so many elements.
  func direction(_ key: RandomKey, pieces size: Int) throws -> [Float] {
    let z = try ParameterStore(layout, in: .scratch, of: Ledger())
    let term = DirectionTerm(key: key, scale: 1)
    for slice in layout.slices where distribution.applies(term, to: slice) {
      guard let view = z.view(slice).floats else { continue }
      for start in stride(from: 0, to: slice.count, by: size) {
        let part = view.part(start, min(size, slice.count - start))
        distribution.add(1, key: key, to: part, of: slice, from: start)
      }
    }
    return z.all.values
  }

  /// Σ scale · z of an estimate.
  func gradient(_ terms: [DirectionTerm]) throws -> [Float] {
    let sum = try ParameterStore(layout, in: .scratch, of: Ledger())
    for term in terms { add(term, to: sum) }
    return sum.all.values
  }

  /// ∇L at the weights.
  var exactGradient: [Float] { gradient(at: values) }
  var loss: Float { loss(at: values) }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    forwards += displacements.count
    places += displacements
    var losses: [Float] = []
    for displacement in displacements {
      for slice in layout.slices {
        if let view = probe.view(slice).floats { Kernels.widen(weights.view(slice), into: view) }
      }
      for term in displacement.terms { add(term, to: probe) }
      losses.append(loss(at: probe.all.values))
    }
    if let bad = losses.first(where: { !$0.isFinite }) { throw Divergence(loss: bad) }
    return losses
  }

  /// All data are as many batches as the pass has, all of them this one.
  var data = DataPass()

  func dataLosses(
    at displacements: [Displacement], batch: Int?
  ) throws(Divergence) -> [Float] {
    let losses = try losses(at: displacements)
    forwards += batch == nil ? (data.batches - 1) * displacements.count : 0
    return losses
  }

  func lossAndGradient() throws(Divergence) -> Float {
    forwards += 1
    backwards += 1
    gradients.all.floats?.copy(from: exactGradient)
    return loss
  }

  func lossAndSlope(along key: RandomKey) throws(Divergence) -> (loss: Float, slope: Float) {
    forwards += 2
    let z = (try? direction(key)) ?? []
    return (loss, Float(dot(exactGradient, z)))
  }

  func gradient(_ slice: Slice) -> FloatView {
    guard let view = gradients.view(slice).floats else { preconditionFailure("gradients are f32") }
    return view
  }

  private func add(_ term: DirectionTerm, to store: ParameterStore) {
    for slice in layout.slices where distribution.applies(term, to: slice) {
      guard let view = store.view(slice).floats else { continue }
      distribution.add(term.scale, key: term.key, to: view, of: slice, from: 0)
    }
  }

  private func loss(at values: [Float]) -> Float {
    var (sum, total) = (0.0, 0.0)
    for index in values.indices {
      let value = Double(values[index])
      let distance = value - Double(target[index])
      sum += 0.5 * Double(curvature[index]) * distance * distance
      sum += Double(cubic) * value * value * value
      total += value
    }
    return scale * Float(sum + 0.5 * Double(coupling) * total * total) + shift
  }

  private func gradient(at values: [Float]) -> [Float] {
    let total = coupling * values.reduce(0, +)
    return values.indices.map {
      let own = curvature[$0] * (values[$0] - target[$0])
      return scale * (own + total + 3 * cubic * values[$0] * values[$0])
    }
  }
}

/// Floats with memory of their own.
final class FloatBox {
  private let store: ParameterStore
  let view: FloatView

  init(_ values: [Float]) {
    guard
      let store = try? ParameterStore(
        Parabola.vector(values.count), in: .scratch, of: Ledger()),
      let view = store.all.floats
    else { preconditionFailure("a test has memory") }
    view.copy(from: values)
    self.store = store
    self.view = view
  }
}

/// Lends floats for the time of a body.
func withFloats<R>(_ values: [Float], _ body: (FloatView) throws -> R) rethrows -> R {
  let box = FloatBox(values)
  return try withExtendedLifetime(box) { try body(box.view) }
}

/// An optimizer at work on a parabola.
struct Run {
  let problem: Parabola
  let iterate: Iterate
  let ledger = Ledger()
  let root: RandomKey
  private(set) var estimates: [Estimate] = []

  init(
    _ optimizer: Optimizer, on problem: Parabola, trainable: Set<Int>? = nil, seed: Int = 5,
    horizon: Int = 200
  ) throws {
    self.problem = problem
    root = RandomKey(seed: seed)
    iterate = try Iterate(
      problem.weights, trainable: trainable ?? problem.everything, optimizer: optimizer,
      horizon: horizon, data: problem.data, ledger: ledger)
    problem.distribution = iterate.distribution
  }

  func key(_ step: Int) -> RandomKey { root.folding(UInt64(step)) }

  @discardableResult
  mutating func estimate() throws -> Estimate {
    try iterate.estimate(key: key(iterate.steps), on: problem)
  }

  mutating func step(_ count: Int = 1) throws {
    for _ in 0..<count {
      let estimate = try estimate()
      iterate.descend(by: estimate) { problem.gradient($0) }
      estimates.append(estimate)
    }
  }
}

extension Optimizer {
  /// Steps on a parabola; returns the estimates, in order.
  @discardableResult
  func run(
    _ steps: Int, on problem: Parabola, trainable: Set<Int>? = nil
  ) throws -> [Estimate] {
    var run = try Run(self, on: problem, trainable: trainable)
    try run.step(steps)
    return run.estimates
  }
}

func dot(_ a: [Float], _ b: [Float]) -> Double {
  zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}

func norm(_ a: [Float]) -> Double { dot(a, a).squareRoot() }

/// cos² of the angle between two vectors, times their dimension.
func alignment(_ a: [Float], _ b: [Float]) -> Double {
  let product = dot(a, b)
  return product * product / (dot(a, a) * dot(b, b)) * Double(a.count)
}

func make(_ name: String, _ settings: [String: SettingValue] = [:]) throws -> Optimizer {
  try OptimizerCatalog.make(Component(name, settings))
}

func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
