import Tensors

/// A matrix product: rows × inner times inner × columns.
package struct ProductShape: Hashable, Sendable {
  package var rows: Int
  package var inner: Int
  package var columns: Int

  package init(rows: Int, inner: Int, columns: Int) {
    (self.rows, self.inner, self.columns) = (rows, inner, columns)
  }

  package var flops: Double { 2 * Double(rows) * Double(inner) * Double(columns) }
}

/// An operation that is one matrix product with a parameter, or makes the gradient of one.
protocol DenseProduct: Operation {
  func product(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> ProductShape
}

extension DenseProduct {
  package func flops(_ inputs: [Shape], _ output: Shape, _ extents: Extents) -> Double {
    product(inputs, output, extents).flops
  }
}

extension Graph {
  /// The products with parameters of one lane, in order: nearly all of a pass's arithmetic.
  package func products(_ extents: Extents) -> [ProductShape] {
    nodes.compactMap { node in
      guard case .operation(let operation, let inputs) = node.source,
        let dense = operation as? any DenseProduct
      else { return nil }
      return dense.product(inputs.map { self[$0].shape }, node.shape, extents)
    }
  }
}

/// Products of tokens with a weight matrix whose factors are rounded to bf16.
///
/// Only those are: tokens are many rows, so that rounding a panel of weights costs little beside
/// its products. A head sees few rows, and its logits are what losses are made of; low-rank
/// adapters are as narrow as a rounding. Both stay f32, as do attention and everything backward.
struct HalfProducts {
  /// Rounded inputs of every lane, then a rounded panel of every place.
  private let scratch: FloatView
  private let panelFloats: Int

  /// - Parameter panelFloats: of all places.
  init(scratch: FloatView, panelFloats: Int) {
    self.scratch = scratch
    self.panelFloats = panelFloats / WeightTiles.mostPlaces
  }
  /// Columns, in and out, below which a matrix is not worth rounding.
  private static let narrowest = 32

  /// Whether the product with this matrix that gives `output` is one of them.
  static func include(_ matrix: Shape, output: Shape) -> Bool {
    output.rows == .tokens && min(matrix.columns, output.columns) >= narrowest
  }

  /// Floats of scratch that a program's products of this kind need.
  static func floats(
    _ graph: Graph, capacity: Extents, lanes: Int
  ) -> (inputs: Int, panel: Int) {
    var (inputs, panel) = (0, 0)
    for node in graph.nodes {
      guard case .operation(let operation, let operands) = node.source,
        operation is Linear || operation is ExampleLinear
      else { continue }
      let matrix = graph.shape(operands[1])
      guard include(matrix, output: node.shape) else { continue }
      let rows = min(node.shape.columns, WeightTiles.rows)
      inputs = max(inputs, lanes * lane(capacity.tokens, matrix.columns))
      panel = max(panel, lane(rows, matrix.columns))
    }
    return (inputs, panel * WeightTiles.mostPlaces)
  }

  /// Floats that one lane's input takes, on a boundary of 64 bytes.
  private static func lane(_ rows: Int, _ columns: Int) -> Int {
    (HalfMatrix.floats(rows, columns) + 15) / 16 * 16
  }

  /// The input of every lane, rounded; it stays until the next call.
  func inputs(
    _ lanes: Int, rows: Int, columns: Int, _ values: (Int) -> FloatView
  ) -> [HalfMatrix] {
    let size = Self.lane(rows, columns)
    return (0..<lanes).map {
      HalfMatrix(
        rounding: values($0), rows: rows, columns: columns, in: scratch.part($0 * size, size))
    }
  }

  /// `target = x · panelᵀ`; the panel's rows are columns of the target from `start` on.
  ///
  /// - Parameter place: one of the tiles' places, each of which has room to round in what comes as
  ///   f32.
  func multiply(
    _ x: HalfMatrix, panel: WeightView, at place: Int = 0, into target: FloatView, from start: Int,
    leading: Int, _ counter: FlopCounter
  ) {
    let count = panel.count / x.columns
    for first in stride(from: 0, to: count, by: WeightTiles.rows) {
      let rows = min(WeightTiles.rows, count - first)
      let weights = rounded(panel.part(first * x.columns, rows * x.columns), x.columns, at: place)
      let part = MatrixView(
        target, offset: start + first, rows: x.rows, columns: rows, leading: leading)
      counter.count(part, depth: x.columns)
      Kernels.multiply(x, transposed: weights, into: part)
    }
  }

  private func rounded(_ panel: WeightView, _ columns: Int, at place: Int) -> HalfMatrix {
    guard let floats = panel.floats else { return HalfMatrix(panel, columns: columns) }
    let first = scratch.count - (WeightTiles.mostPlaces - place) * panelFloats
    return HalfMatrix(
      rounding: floats, rows: panel.count / columns, columns: columns,
      in: scratch.part(first, panelFloats))
  }
}
