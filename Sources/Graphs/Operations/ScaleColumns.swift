import Tensors

/// `x ∘ s` in every row, with a vector parameter s, as IA³ learns.
package struct ScaleColumns: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[1] == Shape(.fixed(1), inputs[0].columns), "scale: another width")
    return inputs[0]
  }

  func run(_ lane: Lane) {
    let scale = lane.vector(1)
    for start in stride(from: 0, to: lane.output.count, by: scale.count) {
      Kernels.multiply(
        lane.input(0).part(start, scale.count), scale,
        into: lane.output.part(start, scale.count))
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    if cotangents.needs(inputs[0]) {
      cotangents.send(cotangents.derive(ScaleColumns(), gradient, inputs[1]), to: inputs[0])
    }
    guard cotangents.needs(inputs[1]) else { return }
    let products = cotangents.derive(Multiply(), gradient, inputs[0])
    cotangents.accumulate(ColumnSums(), into: inputs[1], products)
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let moving = tangents[0].map { graph.add(self, $0, inputs[1]) }
    let scaling = tangents[1].map { graph.add(self, inputs[0], $0) }
    return Tangents.sum([moving, scaling], &graph)
  }

  package var reusableInput: Int? { 0 }
}
