import Tensors

/// `y = x · Wᵀ (+ b)`: x is rows × in, W is out × in as Hugging Face stores it, b has out elements.
package struct Linear: DenseProduct {
  package init() {}

  package func shape(_ inputs: [Shape]) -> Shape {
    precondition(inputs[0].columns == inputs[1].columns, "linear: x and W disagree")
    guard case .fixed(let out) = inputs[1].rows else { preconditionFailure("W is not a matrix") }
    return Shape(inputs[0].rows, out)
  }

  package func run(_ pass: Pass) {
    let rows = pass.input(0, lane: 0).count / pass.columns(0)
    let product = TokenProduct(pass, rows: rows, rounded: roundedInputs(pass, rows: rows))
    product.run()
    guard pass.inputs.count > 2 else { return }
    for lane in 0..<pass.lanes {
      let bias = pass.weights.vector(pass.parameter(2), lane: lane, slot: 2)
      Kernels.add(row: bias, toRowsOf: pass.output(lane: lane))
    }
  }

  /// The inputs in bf16, if this product is one in bf16.
  private func roundedInputs(_ pass: Pass, rows: Int) -> [HalfMatrix]? {
    guard let half = pass.half,
      HalfProducts.include(pass.graph.shape(pass.inputs[1]), output: pass.graph.shape(pass.node))
    else { return nil }
    return half.inputs(pass.lanes, rows: rows, columns: pass.columns(0)) {
      pass.input(0, lane: $0)
    }
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    if cotangents.needs(inputs[0]) {
      cotangents.send(cotangents.derive(LinearInputGradient(), gradient, inputs[1]), to: inputs[0])
    }
    cotangents.accumulate(LinearWeightGradient(), into: inputs[1], gradient, inputs[0])
    guard inputs.count > 2 else { return }
    cotangents.accumulate(ColumnSums(), into: inputs[2], gradient)
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let rows = graph.shape(inputs[0]).rows
    let moving = tangents[0].map { graph.add(Linear(), $0, inputs[1]) }
    let turning = tangents[1].map { graph.add(Linear(), inputs[0], $0) }
    let bias = tangents.count > 2 ? tangents[2] : nil
    let shifting = bias.map { graph.add(RowBroadcast(rows: rows), $0) }
    return Tangents.sum([moving, turning, shifting], &graph)
  }

  func product(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> ProductShape {
    ProductShape(
      rows: extents.count(output.rows), inner: inputs[0].columns, columns: output.columns)
  }
}

extension Graph {
  /// The weight of a linear layer; nil for any other operation.
  func linearWeight(of operation: any Operation, _ inputs: [NodeID]) -> Slice? {
    guard operation is Linear || operation is ExampleLinear || operation is PickedLogits,
      case .parameter(let slice) = self[inputs[1]].source
    else { return nil }
    return slice
  }
}

/// `dx = dy · W`, summed over panels of W's rows.
struct LinearInputGradient: DerivedOperation, DenseProduct {
  func shape(_ inputs: [Shape]) -> Shape { Shape(inputs[0].rows, inputs[1].columns) }

  func run(_ pass: Pass) {
    let (out, width) = (pass.columns(0), pass.columns(1))
    let rows = pass.input(0, lane: 0).count / out
    pass.weights.forEachPanel(pass.parameter(1), lanes: pass.lanes) { start, lane, panel in
      let count = panel.count / width
      pass.multiply(
        MatrixView(
          pass.input(0, lane: lane), offset: start, rows: rows, columns: count, leading: out),
        MatrixView(panel, rows: count, columns: width),
        into: MatrixView(pass.output(lane: lane), rows: rows, columns: width),
        beta: start == 0 ? 0 : 1)
    }
  }

  func product(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> ProductShape {
    ProductShape(
      rows: extents.count(output.rows), inner: inputs[0].columns, columns: output.columns)
  }
}

/// `dW += dyᵀ · x`.
struct LinearWeightGradient: DerivedOperation, DenseProduct, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }

  func run(_ lane: Lane) {
    let (out, width) = (lane.pass.columns(1), lane.pass.columns(2))
    let rows = lane.input(1).count / out
    lane.pass.multiply(
      MatrixView(lane.input(1), rows: rows, columns: out).transposed,
      MatrixView(lane.input(2), rows: rows, columns: width),
      into: MatrixView(lane.output, rows: out, columns: width), beta: 1)
  }

  func product(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> ProductShape {
    ProductShape(
      rows: inputs[1].columns, inner: extents.count(inputs[1].rows), columns: inputs[2].columns)
  }
}

/// `db += Σ over rows of dy`.
struct ColumnSums: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { inputs[0] }
  func run(_ lane: Lane) { Kernels.addColumnSums(of: lane.input(1), to: lane.output) }
}

/// A vector parameter repeated in every row, so many times.
struct RowBroadcast: DerivedOperation, LaneOperation {
  var rows: Rows
  var times = 1
  func shape(_ inputs: [Shape]) -> Shape { Shape(rows, times * inputs[0].columns) }
  func run(_ lane: Lane) {
    Kernels.fill(lane.output, 0)
    Kernels.add(row: lane.vector(0), toRowsOf: lane.output)
  }
}
