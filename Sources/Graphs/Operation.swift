import Synchronization
import Tensors

/// One kind of computation: its shape rule, kernel call, gradient rule, tangent rule and cost.
package protocol Operation: Sendable {
  /// The shape of the result; a precondition that the inputs suit.
  func shape(_ inputs: [Shape]) -> Shape
  /// Computes the result for every lane.
  func run(_ pass: Pass)
  /// Adds to `cotangents` what the inputs receive when the result receives `gradient`.
  func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents)
  /// The derivative of the result when the inputs move along `tangents` (nil: they do not move).
  func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID?
  /// Floating-point operations of matrix products for one lane.
  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double
  /// Elements of input `index` that one lane reads, or of a sum that it adds to; of most operations
  /// all.
  func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int
  /// 32-bit floats of scratch that `run` needs.
  func scratch(_ extents: Extents) -> Int
  /// An input whose memory the result may take when nothing needs it afterwards.
  var reusableInput: Int? { get }
}

extension Operation {
  package func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double { 0 }
  package func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    inputs[index].count(extents)
  }
  package func scratch(_ extents: Extents) -> Int { 0 }
  package var reusableInput: Int? { nil }
}

/// An operation that a transform adds: it is not differentiated again.
protocol DerivedOperation: Operation {}

extension DerivedOperation {
  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    preconditionFailure("\(Self.self) is itself a derivative")
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    preconditionFailure("\(Self.self) is itself a derivative")
  }
}

/// An operation whose lanes are computed one by one.
protocol LaneOperation: Operation {
  func run(_ lane: Lane)
}

extension LaneOperation {
  package func run(_ pass: Pass) {
    for lane in 0..<pass.lanes { run(Lane(pass: pass, index: lane)) }
  }
}

/// What an operation sees of the executor while its node is evaluated.
package struct Pass {
  let node: NodeID
  let inputs: [NodeID]
  package let lanes: Int
  let extents: Extents
  let batch: BatchView
  let scratch: FloatView
  let weights: WeightReader
  let counter: FlopCounter
  let values: (NodeID, Int) -> FloatView
  let graph: Graph
  /// Earlier tokens, in programs that go on from them.
  let cache: CacheView?
  /// Products in bf16; nil when all are of f32.
  let half: HalfProducts?
  /// What a loss is multiplied by where its gradient begins.
  let lossWeight: Float

  package func input(_ index: Int, lane: Int) -> FloatView { values(inputs[index], lane) }
  package func output(lane: Int) -> FloatView { values(node, lane) }
  func columns(_ index: Int) -> Int { graph.shape(inputs[index]).columns }

  /// The parameter that input `index` stands for, and whether only its direction is meant.
  func parameter(_ index: Int) -> ParameterReference {
    switch graph[inputs[index]].source {
    case .parameter(let slice): ParameterReference(slice: slice, directionOnly: false)
    case .direction(let slice): ParameterReference(slice: slice, directionOnly: true)
    case .operation: preconditionFailure("input \(index) is not a parameter")
    }
  }

  /// A matrix product whose floating-point operations are counted.
  func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: MatrixView, alpha: Float = 1, beta: Float = 0
  ) {
    counter.count(c, depth: a.columns)
    Kernels.multiply(a, b, into: c, alpha: alpha, beta: beta)
  }
}

/// One lane of a pass.
struct Lane {
  let pass: Pass
  let index: Int

  var extents: Extents { pass.extents }
  var batch: BatchView { pass.batch }
  var scratch: FloatView { pass.scratch }
  var output: FloatView { pass.output(lane: index) }
  func input(_ number: Int) -> FloatView { pass.input(number, lane: index) }
  /// A vector parameter, displaced for this lane.
  func vector(_ number: Int) -> FloatView {
    pass.weights.vector(pass.parameter(number), lane: index, slot: number)
  }
}

/// Counts the floating-point operations of matrix products, on whatever threads they are made.
final class FlopCounter: Sendable {
  private let multiplications = Atomic<UInt64>(0)

  var flops: Double { 2 * Double(multiplications.load(ordering: .relaxed)) }

  /// Products of `rows` rows with vectors that are `length` long in all.
  func count(rows: Int, _ length: Int) {
    multiplications.wrappingAdd(UInt64(rows) &* UInt64(length), ordering: .relaxed)
  }

  /// A product with the result `c`, of factors that are `depth` long.
  func count(_ c: MatrixView, depth: Int) {
    multiplications.wrappingAdd(
      UInt64(c.rows) &* UInt64(c.columns) &* UInt64(depth), ordering: .relaxed)
  }
}
