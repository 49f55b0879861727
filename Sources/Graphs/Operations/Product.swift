import Tensors

/// A product of two values, of which the second has a fixed number of rows: `a·b` or `a·bᵀ`.
///
/// For small matrices that are made inside of the graph, as contracted tensor trains are; weights
/// as they are stored go through `Linear`.
package struct Product: LaneOperation {
  package enum Form: Hashable, Sendable {
    /// (m × k)·(k × n).
    case plain
    /// (m × k)·(n × k)ᵀ.
    case transposed
  }

  package var form: Form

  package init(_ form: Form = .plain) { self.form = form }

  package func shape(_ inputs: [Shape]) -> Shape {
    guard case .fixed(let rows) = inputs[1].rows else {
      preconditionFailure("product: the second factor's rows depend on the batch")
    }
    let columns = inputs[1].columns
    precondition(inputs[0].columns == (form == .plain ? rows : columns), "product: sizes disagree")
    return Shape(inputs[0].rows, form == .plain ? columns : rows)
  }

  func run(_ lane: Lane) {
    let (inner, width) = (lane.pass.columns(0), lane.pass.columns(1))
    let out = form == .plain ? width : lane.input(1).count / width
    let rows = lane.input(0).count / inner
    let second = MatrixView(lane.input(1), rows: lane.input(1).count / width, columns: width)
    lane.pass.multiply(
      MatrixView(lane.input(0), rows: rows, columns: inner),
      form == .plain ? second : second.transposed,
      into: MatrixView(lane.output, rows: rows, columns: out))
  }

  package func gradient(
    of node: NodeID, inputs: [NodeID], _ gradient: NodeID, _ cotangents: inout Cotangents
  ) {
    if cotangents.needs(inputs[0]) {
      let back = Product(form == .plain ? .transposed : .plain)
      cotangents.send(cotangents.derive(back, gradient, inputs[1]), to: inputs[0])
    }
    guard cotangents.needs(inputs[1]) else { return }
    let (left, right) = form == .plain ? (inputs[0], gradient) : (gradient, inputs[0])
    cotangents.send(cotangents.derive(InnerProduct(), left, right), to: inputs[1])
  }

  package func tangent(
    of node: NodeID, inputs: [NodeID], _ tangents: [NodeID?], _ graph: inout Graph
  ) -> NodeID? {
    let moving = tangents[0].map { graph.add(self, $0, inputs[1]) }
    let turning = tangents[1].map { graph.add(self, inputs[0], $0) }
    return Tangents.sum([moving, turning], &graph)
  }

  package func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    2 * Double(output.count(extents)) * Double(inputs[0].columns)
  }
}

/// `aᵀ·b`: what the second factor of a product receives.
struct InnerProduct: DerivedOperation, LaneOperation {
  func shape(_ inputs: [Shape]) -> Shape { Shape(.fixed(inputs[0].columns), inputs[1].columns) }

  func run(_ lane: Lane) {
    let (left, right) = (lane.pass.columns(0), lane.pass.columns(1))
    let rows = lane.input(0).count / left
    lane.pass.multiply(
      MatrixView(lane.input(0), rows: rows, columns: left).transposed,
      MatrixView(lane.input(1), rows: rows, columns: right),
      into: MatrixView(lane.output, rows: left, columns: right))
  }

  func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    2 * Double(inputs[0].count(extents)) * Double(inputs[1].columns)
  }
}

/// The product of a linear layer, x · Wᵀ for every lane: in tiles of W, or panel by panel where it
/// is too small, or where one thread alone can make its directions.
struct TokenProduct {
  let pass: Pass
  /// Of x.
  let rows: Int
  /// The inputs of every lane in bf16, if the product is one in bf16.
  let rounded: [HalfMatrix]?

  init(_ pass: Pass, rows: Int, rounded: [HalfMatrix]?) {
    self.pass = pass
    self.rows = rows
    self.rounded = rounded
  }

  func run() {
    let parameter = pass.parameter(1)
    if let tiles = tiles(parameter),
      pass.weights.forEachTile(
        tiles, parameter, lanes: pass.lanes, inHalves: rounded != nil, multiply)
    {
      return
    }
    pass.weights.forEachPanel(parameter, lanes: pass.lanes) { start, lane, panel in
      multiply(start, lane, panel.stored, 0)
    }
  }

  /// None where W is read as it lies in memory: products in f32 have tiles of their own.
  private func tiles(_ parameter: ParameterReference) -> WeightTiles? {
    guard rounded != nil || !pass.weights.isPlain(parameter) else { return nil }
    return WeightTiles(parameter.slice, by: rows)
  }

  private func multiply(_ start: Int, _ lane: Int, _ panel: WeightView, _ place: Int) {
    let out = pass.graph.shape(pass.node).columns
    if let half = pass.half, let rounded {
      return half.multiply(
        rounded[lane], panel: panel, at: place, into: pass.output(lane: lane), from: start,
        leading: out, pass.counter)
    }
    guard let floats = panel.floats else { preconditionFailure("f32 products want f32 weights") }
    let width = pass.columns(0)
    let count = panel.count / width
    pass.multiply(
      MatrixView(pass.input(0, lane: lane), rows: rows, columns: width),
      MatrixView(floats, rows: count, columns: width).transposed,
      into: MatrixView(
        pass.output(lane: lane), offset: start, rows: rows, columns: count, leading: out))
  }
}
