import Tensors

/// `a + factor · b`, as a low-rank update joins the layer beside it.
package struct AddScaled: LaneOperation {
  package var factor: Float

  package init(_ factor: Float) { self.factor = factor }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0] == inputs[1], "add: shapes disagree")
    return inputs[0]
  }

  func run(_ lane: Lane) {
    lane.output.copy(from: lane.input(0))
    Kernels.add(factor, times: lane.input(1), to: lane.output)
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    cotangents.send(gradient, to: inputs[0])
    guard cotangents.needs(inputs[1]) else { return }
    cotangents.send(cotangents.derive(Scale(factor: factor), gradient), to: inputs[1])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let scaled = tangents[1].map { graph.add(Scale(factor: factor), $0) }
    return Tangents.sum([tangents[0], scaled], &graph)
  }

  package var reusableInput: Int? { 0 }
}

/// `factor · x`.
struct Scale: DerivedOperation, LaneOperation {
  var factor: Float
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    Kernels.fill(lane.output, 0)
    Kernels.add(factor, times: lane.input(0), to: lane.output)
  }
}
