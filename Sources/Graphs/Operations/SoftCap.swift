import Tensors

/// `cap · tanh(x / cap)`: what bends towards a bound, as Gemma 2's logits do.
package struct SoftCap: LaneOperation {
  package var cap: Float

  /// - Parameter cap: above 0.
  package init(_ cap: Float) { self.cap = cap }

  package func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  func run(_ lane: Lane) {
    lane.output.copy(from: lane.input(0))
    Kernels.scale(lane.output, by: 1 / cap)
    Kernels.activate(.tanh, lane.output, into: lane.output)
    Kernels.scale(lane.output, by: cap)
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    cotangents.send(cotangents.derive(SoftCapSlope(cap: cap), inputs[0], gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(SoftCapSlope(cap: cap), inputs[0], $0) }
  }

  package var reusableInput: Int? { 0 }
}

/// `(1 − tanh²(x / cap)) ∘ d`: gradient and tangent alike.
struct SoftCapSlope: DerivedOperation, LaneOperation {
  var cap: Float
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    lane.output.copy(from: lane.input(0))
    Kernels.scale(lane.output, by: 1 / cap)
    Kernels.activateGradient(.tanh, lane.output, lane.input(1), into: lane.output)
  }
}
