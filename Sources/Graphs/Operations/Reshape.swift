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

/// Some of every row's columns: `length` from `start` on in every run of `stride`.
///
/// A layer that makes queries, keys and values at once is divided so: one after the other (GPT-2:
/// the stride is the row), or head by head (GPT-NeoX).
package struct TakeColumns: LaneOperation {
  package var start: Int
  package var length: Int
  package var stride: Int

  package init(from start: Int, _ length: Int, every stride: Int) {
    precondition(start >= 0 && length > 0 && start + length <= stride)
    (self.start, self.length, self.stride) = (start, length, stride)
  }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0].columns % stride == 0, "columns: no whole number of runs")
    return Shape(inputs[0].rows, inputs[0].columns / stride * length)
  }

  package func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    shape(inputs).count(extents)
  }

  func run(_ lane: Lane) {
    forEachRun(of: lane.output) { place, run in
      lane.output.part(place, length).copy(from: lane.input(0).part(run, length))
    }
  }

  /// Calls `body` with each run's place among what is taken, and in the whole.
  fileprivate func forEachRun(of taken: FloatView, _ body: (Int, Int) -> Void) {
    for run in 0..<taken.count / length { body(run * length, run * stride + start) }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    guard cotangents.needs(inputs[0]) else { return }
    cotangents.send(cotangents.derive(SpreadColumns(columns: self), gradient), to: inputs[0])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0) }
  }
}

/// Taken columns back at their places, zero elsewhere.
struct SpreadColumns: DerivedOperation, LaneOperation {
  var columns: TakeColumns

  func shape(_ inputs: [Shape]) -> Shape {
    Shape(inputs[0].rows, inputs[0].columns / columns.length * columns.stride)
  }

  func run(_ lane: Lane) {
    Kernels.fill(lane.output, 0)
    columns.forEachRun(of: lane.input(0)) { place, run in
      lane.output.part(run, columns.length).copy(from: lane.input(0).part(place, columns.length))
    }
  }
}
