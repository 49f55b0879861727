import Tensors

/// The logit of each pick's token, `x[row] · W[token]`, and no other: x is scored × width.
///
/// Of the vocabulary's rows only those of picked tokens are read, and displaced.
package struct PickedLogits: LaneOperation {
  package var width: Int

  package init(width: Int) { self.width = width }

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0].columns == width && inputs[1].columns == width)
    return Shape(.picks, 1)
  }

  func run(_ lane: Lane) {
    let table = lane.pass.parameter(1)
    let weights = lane.scratch.part(0, width)
    for pick in 0..<lane.extents.picks {
      lane.pass.weights.row(table, lane.batch.pickTokens[pick], lane: lane.index, into: weights)
      lane.pass.multiply(
        MatrixView(row(of: pick, in: lane.input(0), lane), rows: 1, columns: width),
        MatrixView(weights, rows: width, columns: 1),
        into: MatrixView(lane.output.part(pick, 1), rows: 1, columns: 1))
    }
  }

  /// The scored row of a pick.
  func row(of pick: Int, in rows: FloatView, _ lane: Lane) -> FloatView {
    rows.part(lane.batch.pickRows[pick] * width, width)
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    if cotangents.needs(inputs[0]) {
      let operation = PickedLogitsInputGradient(logits: self)
      cotangents.send(
        cotangents.derive(operation, inputs[0], inputs[1], gradient), to: inputs[0])
    }
    cotangents.accumulate(
      PickedLogitsWeightGradient(logits: self), into: inputs[1], inputs[0], gradient)
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let moving = tangents[0].map { graph.add(self, $0, inputs[1]) }
    let turning = tangents[1].map { graph.add(self, inputs[0], $0) }
    return Tangents.sum([moving, turning], &graph)
  }

  package func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    2 * Double(extents.picks) * Double(width)
  }

  /// Rows of the vocabulary, one for each pick.
  package func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    index == 1 ? extents.picks * width : inputs[index].count(extents)
  }

  package func scratch(_ extents: Extents) -> Int { width }
}

/// Per pick with gradient g: `dx[row] += g · W[token]`.
struct PickedLogitsInputGradient: DerivedOperation, LaneOperation {
  var logits: PickedLogits

  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  func run(_ lane: Lane) {
    let table = lane.pass.parameter(1)
    let weights = lane.scratch.part(0, logits.width)
    Kernels.fill(lane.output, 0)
    for pick in 0..<lane.extents.picks {
      lane.pass.weights.row(table, lane.batch.pickTokens[pick], lane: lane.index, into: weights)
      Kernels.add(
        lane.input(2)[pick], times: weights, to: logits.row(of: pick, in: lane.output, lane))
    }
  }

  /// Of x only the shape is asked for.
  func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    index == 0 ? 0 : logits.elementsRead(index, inputs, extents)
  }

  func scratch(_ extents: Extents) -> Int { logits.width }
}

/// Per pick with gradient g: `dW[token] += g · x[row]`.
struct PickedLogitsWeightGradient: DerivedOperation, LaneOperation {
  var logits: PickedLogits

  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    index == 0 ? extents.picks * logits.width : inputs[index].count(extents)
  }

  func run(_ lane: Lane) {
    let width = logits.width
    for pick in 0..<lane.extents.picks {
      Kernels.add(
        lane.input(2)[pick], times: logits.row(of: pick, in: lane.input(1), lane),
        to: lane.output.part(lane.batch.pickTokens[pick] * width, width))
    }
  }
}

/// The element of a bias over the vocabulary that belongs to each pick's token.
package struct PickedBias: LaneOperation {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape { Shape(.picks, 1) }

  package func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int {
    extents.picks
  }

  func run(_ lane: Lane) {
    let bias = lane.vector(0)
    for pick in 0..<lane.extents.picks {
      lane.output[pick] = bias[lane.batch.pickTokens[pick]]
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    cotangents.accumulate(PickedBiasGradient(), into: inputs[0], gradient)
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    tangents[0].map { graph.add(self, $0) }
  }
}

/// Per pick with gradient g: `db[token] += g`.
struct PickedBiasGradient: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func elementsRead(_ index: Int, _ inputs: [Shape], _ extents: Extents) -> Int { extents.picks }
  func run(_ lane: Lane) {
    for pick in 0..<lane.extents.picks {
      lane.output[lane.batch.pickTokens[pick]] += lane.input(1)[pick]
    }
  }
}
