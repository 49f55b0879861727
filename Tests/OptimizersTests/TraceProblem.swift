import Foundation
import Optimizers
import Tensors
import Vocabulary

/// The problem of all traces: a small network with a loss that is not quadratic, in double
/// precision at weights of single precision.
///
/// x = the sum of two embeddings, y = s∘(x + W₂·tanh(W₁·x + b₁) + b₂), and the loss of an example
/// is Σ log cosh(y − t). A batch is half of the examples, in turn.
final class TraceProblem: TangentProblem, DataProblem, ExampleProblem, OutputProblem {
  let weights: ParameterStore
  private let trace: Trace
  private let gradients: ParameterStore
  private let place: ParameterStore
  private var batch: Range<Int>
  var distribution: any DirectionDistribution = DenseDirections()

  private static let batchSize = 3
  /// The outputs of a batch are what s multiplies: four of each example.
  static let outputs = 4 * batchSize

  init(_ trace: Trace) throws {
    var layout = Layout()
    for parameter in trace.parameters {
      layout.add(
        parameter.name, Slice.Kind(rawValue: parameter.kind) ?? .matrix, rows: parameter.rows,
        columns: parameter.columns)
    }
    self.trace = trace
    weights = try ParameterStore(layout, format: trace.format ?? .f32, in: .weights, of: Ledger())
    gradients = try ParameterStore(layout, in: .gradients, of: Ledger())
    place = try ParameterStore(layout, in: .scratch, of: Ledger())
    batch = 0..<Self.batchSize
    let initial = FloatBox(trace.initial.map(Float.init))
    for slice in layout.slices {
      Kernels.narrow(initial.view.part(slice.offset, slice.count), into: weights.view(slice))
    }
  }

  var data: DataPass { DataPass(examples: trace.tokens.count, batch: Self.batchSize) }
  var layout: Layout { weights.layout }
  var values: [Double] { layout.slices.flatMap { weights.view($0).values.map(Double.init) } }

  /// - Parameter step: 0, 1, ….
  func begin(step: Int) {
    let first = step * Self.batchSize % trace.tokens.count
    batch = first..<first + Self.batchSize
  }

  func direction(_ key: RandomKey) -> [Double] {
    way([DirectionTerm(key: key, scale: 1)]).map(Double.init)
  }

  private func way(_ terms: [DirectionTerm]) -> [Float] {
    if let all = place.all.floats { Kernels.fill(all, 0) }
    for slice in layout.slices {
      for term in terms where distribution.applies(term, to: slice) {
        guard let view = place.view(slice).floats else { continue }
        distribution.add(term.scale, key: term.key, to: view, of: slice, from: 0)
      }
    }
    return place.all.values
  }

  private func moved(by terms: [DirectionTerm]) -> [Double] {
    zip(values, way(terms)).map { $0 + Double($1) }
  }

  func losses(at displacements: [Displacement]) throws(Divergence) -> [Float] {
    displacements.map { mean(at: $0, batch) }
  }

  func dataLosses(
    at displacements: [Displacement], batch: Int?
  ) throws(Divergence) -> [Float] {
    let examples = batch.map { data.ranges[$0] } ?? trace.tokens.indices
    return displacements.map { mean(at: $0, examples) }
  }

  func exampleLosses(at displacements: [Displacement]) throws(Divergence) -> [[Float]] {
    displacements.map { place in
      batch.enumerated().map { number, example in
        Float(pass(moved(by: place.of(example: number).terms), example).loss)
      }
    }
  }

  private func mean(at place: Displacement, _ examples: Range<Int>) -> Float {
    if place == .none { show(examples) }
    return Float(loss(moved(by: place.terms), examples))
  }

  private func loss(_ theta: [Double], _ examples: Range<Int>) -> Double {
    examples.reduce(0) { $0 + pass(theta, $1).loss } / Double(examples.count)
  }

  /// Shows the inputs of both linear layers.
  private func show(_ examples: Range<Int>) {
    guard let inputs = distribution.inputs else { return }
    let passes = examples.map { pass(values, $0) }
    for (index, rows) in [(1, passes.map(\.input)), (3, passes.map(\.hidden))] {
      let box = FloatBox(rows.joined().map(Float.init))
      withExtendedLifetime(box) { inputs.observe(box.view, of: layout.slices[index]) }
    }
  }

  private func outputs(_ theta: [Double]) -> [Double] {
    batch.flatMap { pass(theta, $0).output }
  }

  func change(by displacement: Displacement, into block: FloatView) throws(Divergence) -> Float {
    let change = zip(outputs(moved(by: displacement.terms)), outputs(values)).map { $0 - $1 }
    block.copy(from: change.map(Float.init))
    return Float(loss(values, batch))
  }

  /// The gradient of log cosh(s·o − t) is s·tanh(s·o − t).
  func slope(of block: FloatView) -> Float {
    let scales = weights.view(layout.slices[5]).values.map(Double.init)
    let first = 4 * batch.lowerBound
    let (outputs, changes) = (outputs(values), block.array.map(Double.init))
    var sum = 0.0
    for place in outputs.indices {
      let scale = scales[place % 4]
      let slope = scale * tanh(scale * outputs[place] - trace.targets[first + place])
      sum += changes[place] * slope
    }
    return Float(sum / Double(Self.batchSize))
  }

  private func pass(
    _ theta: [Double], _ example: Int
  ) -> (input: [Double], hidden: [Double], output: [Double], loss: Double) {
    func parameter(_ index: Int, row: Int = 0) -> ArraySlice<Double> {
      let slice = layout.slices[index]
      return theta[slice.offset + row * slice.columns..<slice.offset + (row + 1) * slice.columns]
    }
    func layer(_ matrix: Int, _ bias: Int, _ x: [Double]) -> [Double] {
      parameter(bias).enumerated().map { row, shift in
        zip(parameter(matrix, row: row), x).reduce(shift) { $0 + $1.0 * $1.1 }
      }
    }
    let tokens = trace.tokens[example]
    let input = zip(parameter(0, row: tokens[0]), parameter(0, row: tokens[1])).map { $0 + $1 }
    let hidden = layer(1, 2, input).map { tanh($0) }
    let output = zip(input, layer(3, 4, hidden)).map { $0 + $1 }
    let loss = parameter(5).enumerated().reduce(0.0) { sum, element in
      let (place, scale) = element
      return sum + log(cosh(scale * output[place] - trace.targets[4 * example + place]))
    }
    return (input, hidden, output, loss)
  }

  /// By central differences.
  private func exactGradient() -> [Double] {
    let here = values
    return here.indices.map { index in
      var (above, below) = (here, here)
      above[index] += 1e-5
      below[index] -= 1e-5
      return (loss(above, batch) - loss(below, batch)) / 2e-5
    }
  }

  func lossAndGradient() throws(Divergence) -> Float {
    gradients.all.floats?.copy(from: exactGradient().map(Float.init))
    return Float(loss(values, batch))
  }

  func lossAndSlope(along key: RandomKey) throws(Divergence) -> (loss: Float, slope: Float) {
    let slope = zip(exactGradient(), direction(key)).reduce(0) { $0 + $1.0 * $1.1 }
    return (Float(loss(values, batch)), Float(slope))
  }

  func gradient(_ slice: Slice) -> FloatView {
    guard let view = gradients.view(slice).floats else { preconditionFailure("gradients are f32") }
    return view
  }
}
