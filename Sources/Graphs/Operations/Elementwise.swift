import Tensors

/// `a + b`.
package struct Add: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0] == inputs[1], "add: shapes disagree")
    return inputs[0]
  }

  func run(_ lane: Lane) { Kernels.add(lane.input(0), lane.input(1), into: lane.output) }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    cotangents.send(gradient, to: inputs[0])
    cotangents.send(gradient, to: inputs[1])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? { Tangents.sum(tangents, &graph) }

  package var reusableInput: Int? { 0 }
}

/// `a ∘ b`, as in gated feed-forward layers.
package struct Multiply: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0] == inputs[1], "multiply: shapes disagree")
    return inputs[0]
  }

  func run(_ lane: Lane) { Kernels.multiply(lane.input(0), lane.input(1), into: lane.output) }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    for (this, other) in [(0, 1), (1, 0)] where cotangents.needs(inputs[this]) {
      cotangents.send(cotangents.derive(Multiply(), gradient, inputs[other]), to: inputs[this])
    }
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let left = tangents[0].map { graph.add(Multiply(), $0, inputs[1]) }
    let right = tangents[1].map { graph.add(Multiply(), $0, inputs[0]) }
    return Tangents.sum([left, right], &graph)
  }

  package var reusableInput: Int? { 0 }
}

/// An activation function, element by element.
package struct Activate: LaneOperation {
  package var function: Activation

  package init(_ function: Activation) { self.function = function }

  package func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) { Kernels.activate(function, lane.input(0), into: lane.output) }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    let slope = cotangents.derive(ActivateSlope(function: function), inputs[0], gradient)
    cotangents.send(slope, to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(ActivateSlope(function: function), inputs[0], $0) }
  }

  package var reusableInput: Int? { 0 }
}

/// `f'(x) ∘ d`: gradient and tangent of an activation alike.
struct ActivateSlope: DerivedOperation, LaneOperation {
  var function: Activation
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    Kernels.activateGradient(function, lane.input(0), lane.input(1), into: lane.output)
  }
  var reusableInput: Int? { 1 }
}
