import Tensors

/// Layer norm (`scale`, `shift`) or RMS norm (`scale`) over the columns of each row.
///
/// A row that is a multiple of the scale is normalized in as many parts, as heads are one by one.
package struct Normalize: LaneOperation {
  package var kind: Normalization
  package var epsilon: Float
  /// Elements of a scale that is stored as what it has above one, as Gemma's are; 0 where it is
  /// stored as it is.
  package var aboveOne = 0

  package init(_ kind: Normalization, epsilon: Float, aboveOne: Int = 0) {
    self.kind = kind
    self.epsilon = epsilon
    self.aboveOne = aboveOne
  }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0].columns % inputs[1].columns == 0, "norm: no whole number of parts")
    precondition(inputs.dropFirst().allSatisfy { $0.columns == inputs[1].columns })
    precondition(aboveOne == 0 || aboveOne == inputs[1].columns, "norm: a scale of another size")
    return inputs[0]
  }

  /// What normalized values are multiplied by.
  fileprivate func scale(_ lane: Lane) -> FloatView {
    let stored = lane.vector(1)
    guard aboveOne > 0 else { return stored }
    let scale = lane.scratch.part(0, aboveOne)
    Kernels.fill(scale, 1)
    Kernels.add(stored, scale, into: scale)
    return scale
  }

  package func scratch(_ extents: Extents) -> Int { aboveOne }

  func run(_ lane: Lane) {
    Kernels.normalize(
      kind, lane.input(0), scale: scale(lane),
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
    // The direction of a scale has nothing above one.
    let scaling = tangents[1].map { graph.add(Normalize(kind, epsilon: epsilon), inputs[0], $0) }
    let shift = tangents.count > 2 ? tangents[2] : nil
    let x = graph.shape(inputs[0])
    let parts = x.columns / graph.shape(inputs[1]).columns
    let shifting = shift.map { graph.add(RowBroadcast(rows: x.rows, times: parts), $0) }
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
      norm.kind, lane.input(0), weight: norm.scale(lane), times: lane.input(2),
      columns: lane.pass.columns(1), epsilon: norm.epsilon, into: lane.output)
  }
  func scratch(_ extents: Extents) -> Int { norm.aboveOne }
  var reusableInput: Int? { 2 }
}

/// `scale ∘ (J(x) · dx)`.
struct NormalizeTangent: DerivedOperation, LaneOperation {
  var norm: Normalize
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    let columns = lane.pass.columns(1)
    Kernels.normalizeJacobian(
      norm.kind, lane.input(0), weight: nil, times: lane.input(2), columns: columns,
      epsilon: norm.epsilon, into: lane.output)
    let scale = norm.scale(lane)
    for start in stride(from: 0, to: lane.output.count, by: columns) {
      let row = lane.output.part(start, columns)
      Kernels.multiply(row, scale, into: row)
    }
  }

  func scratch(_ extents: Extents) -> Int { norm.aboveOne }
}

/// `dscale += Σ over rows of dy ∘ normalize(x)`.
struct NormalizeScaleGradient: DerivedOperation, LaneOperation {
  var norm: Normalize
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) {
    Kernels.addNormalizeScaleGradient(
      norm.kind, lane.input(1), lane.input(2), epsilon: norm.epsilon, to: lane.output)
  }
}
