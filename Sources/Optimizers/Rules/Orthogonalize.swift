import Tensors
import Vocabulary

/// The coordinates' matrix with its singular values brought near 1 (Muon).
///
/// Five Newton–Schulz steps: `X ← g / (‖g‖ + 1e-7)`, then `X ← 3.4445·X + (−4.7750·A +
/// 2.0315·A²)·X` with A = X·Xᵀ of the shorter side. Singular values end in [0.68, 1.14] when they
/// were at least 0.01 of the norm. Vectors have no matrix: they are scaled by `vectors`.
package struct Orthogonalize: UpdateRule {
  /// What vectors are multiplied by.
  package var vectors: Float
  /// Orthogonalizes matrices and scales vectors by a factor.
  package init(vectors: Float) { self.vectors = vectors }

  package var scratch: Int { 3 }

  package var needs: [Need] {
    [Need(.matrix, "without orthogonalize: it acts on a matrix, under coordinates")]
  }

  package func apply(_ chunk: UpdateChunk) {
    guard let shape = chunk.shape, !shape.isWhole else {
      return Kernels.scale(chunk.gradient, by: vectors)
    }
    let norm = Kernels.sumOfSquares(chunk.gradient).squareRoot()
    Kernels.scale(chunk.gradient, by: Float(1 / (norm + 1e-7)))
    for _ in 0..<5 { iterate(chunk, shape) }
  }

  private func iterate(_ chunk: UpdateChunk, _ shape: CoordinateShape) {
    let side = min(shape.rows, shape.columns)
    let gram = chunk.scratch[0].part(0, side * side)
    let polynomial = chunk.scratch[1].part(0, side * side)
    let x = Rows(chunk.gradient, shape.columns)
    shape.rows <= shape.columns
      ? Self.gramOfRows(x, Rows(gram, side)) : Self.gramOfColumns(x, Rows(gram, side))
    Kernels.fill(polynomial, 0)
    Kernels.add(-4.7750, times: gram, to: polynomial)
    Rows(polynomial, side).addProduct(2.0315, Rows(gram, side), Rows(gram, side))
    let next = chunk.scratch[2].part(0, shape.count)
    Kernels.fill(next, 0)
    Kernels.add(3.4445, times: chunk.gradient, to: next)
    if shape.rows <= shape.columns {
      Rows(next, shape.columns).addProduct(1, Rows(polynomial, side), x)
    } else {
      Rows(next, shape.columns).addProduct(1, x, Rows(polynomial, side))
    }
    chunk.gradient.copy(from: next)
  }

  private static func gramOfRows(_ x: Rows, _ gram: Rows) {
    for i in 0..<x.count {
      for j in 0..<x.count { gram[i][j] = Kernels.dot(x[i], x[j]) }
    }
  }

  private static func gramOfColumns(_ x: Rows, _ gram: Rows) {
    Kernels.fill(gram.view, 0)
    for row in 0..<x.count {
      for i in 0..<x.columns { Kernels.add(x[row][i], times: x[row], to: gram[i]) }
    }
  }
}

extension Orthogonalize {
  struct Vectors: Settings {
    @Setting(1, .notNegative, "What vectors are multiplied by.") var vectors: Float
    init() {}
  }

  static let part = RulePart("orthogonalize", Vectors.self) { h, _ in
    Orthogonalize(vectors: h.vectors)
  }
}
