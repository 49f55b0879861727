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
