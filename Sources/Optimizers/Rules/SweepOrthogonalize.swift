import Tensors

/// The coordinates' matrix M brought towards orthonormal rows by one warm power sweep (ZO-MOPI).
///
/// `V ← QR(Mᵀ·M·V)`, U = M·V with columns of length 1, and `g ← U·Vᵀ`: if V are right singular
/// vectors of the r × n matrix M, that is the part of M in their span with singular values 1. V
/// (n × k, k ≤ r: a partial orthogonalization) is kept from step to step and drawn anew, uniform
/// with orthonormal columns, whenever the coordinates are. A matrix of zeros stays one and leaves V
/// alone. Vectors have no matrix: they are scaled by `vectors`. arXiv:2605.09034 and its code,
/// github.com/MOFA-LAB/ZO-MOPI.
package struct SweepOrthogonalize: UpdateRule {
  /// k: the columns of V, at most.
  package var columns: Int
  /// What vectors are multiplied by.
  package var vectors: Float

  package init(columns: Int, vectors: Float) {
    self.columns = columns
    self.vectors = vectors
  }

  package var slots: Int { 1 }
  /// The next V, and U.
  package var scratch: Int { 2 }

  package var needs: [Need] {
    [Need(.matrix, "without a sweep: it acts on a matrix, under coordinates")]
  }

  package func apply(_ chunk: UpdateChunk) {
    guard let shape = chunk.shape, !shape.isWhole else {
      return Kernels.scale(chunk.gradient, by: vectors)
    }
    let rank = min(columns, shape.rows, shape.columns)
    let matrix = Rows(chunk.gradient, shape.columns)
    let kept = Rows(chunk.state[0].part(0, rank * shape.columns), shape.columns)
    if chunk.step == 1 { Self.draw(kept, for: chunk) }
    guard Kernels.sumOfSquares(matrix.view) > 0 else { return }
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

  /// A new V: orthonormal rows of a Gaussian.
  private static func draw(_ kept: Rows, for chunk: UpdateChunk) {
    chunk.direction(chunk.facts.key.folding(.drawing), chunk.scratch[0])
    kept.view.copy(from: chunk.scratch[0].part(0, kept.view.count))
    kept.orthonormalize()
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
