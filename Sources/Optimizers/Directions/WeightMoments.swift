import Tensors

/// Mean and variance of a parameter's elements, in one pass that reads them.
package struct WeightMoments: Hashable, Sendable {
  /// The mean of the elements.
  package var mean: Double
  /// Their variance.
  package var variance: Double

  /// - Parameter piece: room for some elements, whose contents are lost.
  package init(_ weights: WeightView, _ piece: FloatView) {
    var (sum, squares) = (0.0, 0.0)
    for start in stride(from: 0, to: weights.count, by: piece.count) {
      let part = piece.part(0, min(piece.count, weights.count - start))
      Kernels.widen(weights.part(start, part.count), into: part)
      sum += Kernels.sum(part)
      squares += Kernels.sumOfSquares(part)
    }
    let count = Double(max(weights.count, 1))
    mean = sum / count
    variance = max(squares / count - mean * mean, 0)
  }
}
