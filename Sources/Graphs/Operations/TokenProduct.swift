import Tensors

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
      pass.weights.forEachTile(tiles, parameter, lanes: pass.lanes, multiply)
    {
      return
    }
    pass.weights.forEachPanel(parameter, lanes: pass.lanes) { start, lane, panel in
      multiply(start, lane, panel, 0)
    }
  }

  /// None where W is read as it lies in memory and multiplied by BLAS, which has tiles of its own.
  private func tiles(_ parameter: ParameterReference) -> WeightTiles? {
    guard rounded != nil || !pass.weights.isPlain(parameter) else { return nil }
    return WeightTiles(parameter.slice, by: rows)
  }

  private func multiply(_ start: Int, _ lane: Int, _ panel: FloatView, _ place: Int) {
    let out = pass.graph.shape(pass.node).columns
    if let half = pass.half, let rounded {
      return half.multiply(
        rounded[lane], panel: panel, at: place, into: pass.output(lane: lane), from: start,
        leading: out, pass.counter)
    }
    let width = pass.columns(0)
    let count = panel.count / width
    pass.multiply(
      MatrixView(pass.input(0, lane: lane), rows: rows, columns: width),
      MatrixView(panel, rows: count, columns: width).transposed,
      into: MatrixView(
        pass.output(lane: lane), offset: start, rows: rows, columns: count, leading: out))
  }
}
