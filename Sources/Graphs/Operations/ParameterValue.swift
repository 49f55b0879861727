import Tensors

/// A parameter as a value: rows × columns, displaced for each lane, copied into the arena.
///
/// For small parameters that take the place of activations, as a prefix's keys do.
package struct ParameterValue: Operation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  package func run(_ pass: Pass) {
    let columns = pass.columns(0)
    pass.weights.forEachPanel(pass.parameter(0), lanes: pass.lanes) { start, lane, panel in
      pass.output(lane: lane).part(start * columns, panel.count).copy(from: panel)
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    cotangents.accumulate(ParameterValueGradient(), into: inputs[0], gradient)
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0) }
  }
}

/// `dw += dy`.
struct ParameterValueGradient: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) { Kernels.add(lane.output, lane.input(1), into: lane.output) }
}
