import Tensors

/// The same elements in the same order, in rows of another length; of values with a fixed number of
/// rows.
package struct Reshape: LaneOperation {
  package var columns: Int

  package init(columns: Int) { self.columns = columns }

  package func shape(_ inputs: [Shape]) -> Shape {
    guard case .fixed(let rows) = inputs[0].rows else {
      preconditionFailure("reshape: the rows depend on the batch")
    }
    let count = rows * inputs[0].columns
    precondition(columns > 0 && count % columns == 0, "reshape: rows would not be whole")
    return Shape(.fixed(count / columns), columns)
  }

  func run(_ lane: Lane) { lane.output.copy(from: lane.input(0)) }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    let back = Reshape(columns: cotangents.graph.shape(inputs[0]).columns)
    cotangents.send(cotangents.derive(back, gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0) }
  }

  package var reusableInput: Int? { 0 }
}
