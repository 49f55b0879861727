import Tensors

/// Layer norm (`scale`, `shift`) or RMS norm (`scale`) over the columns of each row.
package struct Normalize: LaneOperation {
  package var kind: Normalization
  package var epsilon: Float

  package init(_ kind: Normalization, epsilon: Float) {
    self.kind = kind
    self.epsilon = epsilon
  }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs.dropFirst().allSatisfy { $0.columns == inputs[0].columns })
    return inputs[0]
  }

  func run(_ lane: Lane) {
    Kernels.normalize(
      kind, lane.input(0), scale: lane.vector(1),
      shift: lane.pass.inputs.count > 2 ? lane.vector(2) : nil, epsilon: epsilon,
      into: lane.output)
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    if cotangents.needs(inputs[0]) {
      let operation = NormalizeInputGradient(norm: self)
      cotangents.send(
        cotangents.derive(operation, inputs[0], inputs[1], gradient), to: inputs[0])
    }
    cotangents.accumulate(
      NormalizeScaleGradient(norm: self), into: inputs[1], inputs[0], gradient)
    guard inputs.count > 2 else { return }
    cotangents.accumulate(ColumnSums(), into: inputs[2], gradient)
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let moving = tangents[0].map {
      graph.add(NormalizeTangent(norm: self), inputs[0], inputs[1], $0)
    }
    let scaling = tangents[1].map { graph.add(self, inputs[0], $0) }
    let shift = tangents.count > 2 ? tangents[2] : nil
    let rows = graph.shape(inputs[0]).rows
    let shifting = shift.map { graph.add(RowBroadcast(rows: rows), $0) }
    return Tangents.sum([moving, scaling, shifting], &graph)
  }

  package var reusableInput: Int? { 0 }
}

/// `dx = J(x) · (scale ∘ dy)`.
struct NormalizeInputGradient: DerivedOperation, LaneOperation {
  var norm: Normalize
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    Kernels.normalizeJacobian(
      norm.kind, lane.input(0), weight: lane.vector(1), times: lane.input(2),
      columns: lane.pass.columns(0), epsilon: norm.epsilon, into: lane.output)
  }
  var reusableInput: Int? { 2 }
}

/// `scale ∘ (J(x) · dx)`.
struct NormalizeTangent: DerivedOperation, LaneOperation {
  var norm: Normalize
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    let columns = lane.pass.columns(0)
    Kernels.normalizeJacobian(
      norm.kind, lane.input(0), weight: nil, times: lane.input(2), columns: columns,
      epsilon: norm.epsilon, into: lane.output)
    let scale = lane.vector(1)
    for start in stride(from: 0, to: lane.output.count, by: columns) {
      let row = lane.output.part(start, columns)
      Kernels.multiply(row, scale, into: row)
    }
  }
}

/// `dscale += Σ over rows of dy ∘ normalise(x)`.
struct NormalizeScaleGradient: DerivedOperation, LaneOperation {
  var norm: Normalize
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    Kernels.addNormalizeScaleGradient(
      norm.kind, lane.input(1), lane.input(2), epsilon: norm.epsilon, to: lane.output)
  }
}
