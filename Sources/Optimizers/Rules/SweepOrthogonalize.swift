import Tensors

/// The coordinates' matrix M brought towards orthonormal rows by one warm power sweep (ZO-MOPI).
///
/// `V ← QR(Mᵀ·M·V)`, U = M·V with columns of length 1, and `g ← U·Vᵀ`: if V are the right singular
/// vectors, that is M with all singular values 1. V (n × r) is kept from step to step; it begins as
/// QR(Mᵀ). Only its span matters for the next sweep. A matrix of zeros stays one. Vectors have no
/// matrix: they are scaled by `vectors`. arXiv:2605.09034.
public struct SweepOrthogonalize: UpdateRule {
  /// What vectors are multiplied by.
  public var vectors: Float
  public init(vectors: Float) { self.vectors = vectors }

  public var slots: Int { 1 }
  /// The next V, and U.
  public var scratch: Int { 2 }

  public func apply(_ chunk: UpdateChunk) {
    guard let shape = chunk.shape, !shape.isWhole else {
      return Kernels.scale(chunk.gradient, by: vectors)
    }
    let rank = min(shape.rows, shape.columns)
    let matrix = Rows(chunk.gradient, shape.columns)
    let kept = Rows(chunk.state[0].part(0, rank * shape.columns), shape.columns)
    if Kernels.sumOfSquares(kept.view) == 0 {
      kept.view.copy(from: matrix.view.part(0, kept.view.count))
      kept.orthonormalizeOrDrop()
    }
    let next = Rows(chunk.scratch[0].part(0, kept.view.count), shape.columns)
    let left = Rows(chunk.scratch[1].part(0, shape.rows * rank), rank)
    Self.multiply(matrix, by: kept, into: left)
    Kernels.fill(next.view, 0)
    for i in 0..<matrix.count {
      for k in 0..<rank { Kernels.add(left[i][k], times: matrix[i], to: next[k]) }
    }
    next.orthonormalizeOrDrop()
    kept.view.copy(from: next.view)
    Self.multiply(matrix, by: kept, into: left)
    Self.normalizeColumns(left)
    Kernels.fill(matrix.view, 0)
    matrix.addProduct(1, left, kept)
  }

  /// `left = M·V` of Vᵀ.
  private static func multiply(_ matrix: Rows, by kept: Rows, into left: Rows) {
    for i in 0..<matrix.count {
      for k in 0..<kept.count { left[i][k] = Kernels.dot(matrix[i], kept[k]) }
    }
  }

  private static func normalizeColumns(_ left: Rows) {
    for k in 0..<left.columns {
      let square = (0..<left.count).reduce(0.0) { $0 + Double(left[$1][k]) * Double(left[$1][k]) }
      guard square > 0 else { continue }
      let factor = Float(1 / square.squareRoot())
      for i in 0..<left.count { left[i][k] *= factor }
    }
  }
}
