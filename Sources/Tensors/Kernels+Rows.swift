import CKernels

/// Layer norm subtracts the mean, RMS norm does not.
package enum Normalization: String, Hashable, Codable, Sendable {
  case layer, rms
  var centered: Int32 { self == .layer ? 1 : 0 }
}

/// Activation functions; `gelu` is exact (erf), `geluTanh` its usual approximation.
package enum Activation: Int32, Hashable, CaseIterable, Codable, Sendable {
  case relu = 0
  case gelu = 1
  case geluTanh = 2
  case silu = 3
  case tanh = 4
}

extension Kernels {
  /// `y = scale ∘ normalize(x) + shift`, row by row.
  package static func normalize(
    _ kind: Normalization, _ x: FloatView, scale: FloatView, shift: FloatView?, epsilon: Float,
    into y: FloatView
  ) {
    let columns = scale.count
    precondition(columns > 0 && x.count % columns == 0 && y.count == x.count)
    precondition(shift.map { $0.count == columns } ?? true)
    Parallel.forEachRows(of: x.count / columns, columns: columns) { row, rows in
      let first = row * columns
      unsafe table.norm(
        rows, columns, kind.centered, epsilon, x.base + first, scale.base, shift?.base,
        y.base + first)
    }
  }

  /// The Jacobian of normalize(x), which is symmetric, times `weight ∘ d`, row by row.
  package static func normalizeJacobian(
    _ kind: Normalization, _ x: FloatView, weight: FloatView?, times d: FloatView, columns: Int,
    epsilon: Float, into y: FloatView
  ) {
    precondition(columns > 0 && x.count % columns == 0)
    precondition(d.count == x.count && y.count == x.count)
    Parallel.forEachRows(of: x.count / columns, columns: columns) { row, rows in
      let first = row * columns
      unsafe table.norm_jacobian(
        rows, columns, kind.centered, epsilon, x.base + first, weight?.base, d.base + first,
        y.base + first)
    }
  }

  /// Adds Σ over rows of `dy ∘ normalize(x)` to `sums`.
  package static func addNormalizeScaleGradient(
    _ kind: Normalization, _ x: FloatView, _ dy: FloatView, epsilon: Float, to sums: FloatView
  ) {
    let columns = sums.count
    precondition(columns > 0 && x.count % columns == 0 && dy.count == x.count)
    unsafe table.norm_scale_gradient(
      x.count / columns, columns, kind.centered, epsilon, x.base, dy.base, sums.base)
  }

  /// `y = f(x)`, element by element.
  package static func activate(_ kind: Activation, _ x: FloatView, into y: FloatView) {
    precondition(x.count == y.count)
    Parallel.forEachRun(of: x.count) { first, count in
      unsafe table.activate(kind.rawValue, count, x.base + first, y.base + first)
    }
  }

  /// `dx = dy ∘ f'(x)`; also the tangent.
  package static func activateGradient(
    _ kind: Activation, _ x: FloatView, _ dy: FloatView, into dx: FloatView
  ) {
    precondition(x.count == dy.count && x.count == dx.count)
    Parallel.forEachRun(of: x.count) { first, count in
      unsafe table.activate_gradient(
        kind.rawValue, count, x.base + first, dy.base + first, dx.base + first)
    }
  }

  /// Softmax of `factor · scores`, in place, over the visible columns of each row.
  ///
  /// With `causal`, row r sees columns up to `r + shift`, and of those the last `window` (0: all).
  package static func softmax(
    _ scores: FloatView, rows: Int, columns: Int, causal: Bool, shift: Int, window: Int,
    factor: Float
  ) {
    precondition(scores.count == rows * columns && columns > 0)
    unsafe table.softmax(
      rows, columns, causal ? 1 : 0, shift, window, factor, scores.base)
  }

  /// `d ← p ∘ (d − Σ p∘d)`: the softmax Jacobian, which is symmetric.
  package static func softmaxJacobian(_ p: FloatView, times d: FloatView, columns: Int) {
    precondition(p.count == d.count && columns > 0 && p.count % columns == 0)
    unsafe table.softmax_jacobian(p.count / columns, columns, p.base, d.base)
  }

  /// Rotary positions: rotates pairs (i, i + turned/2) of each head by the row's angles; elements
  /// from `turned` on stay as they are.
  package static func rotate(
    _ x: FloatView, heads: Int, dimension: Int, turned: Int, cosine: FloatView, sine: FloatView,
    inverse: Bool, into y: FloatView
  ) {
    let rows = x.count / (heads * dimension)
    precondition(x.count == rows * heads * dimension && y.count == x.count)
    precondition(turned % 2 == 0 && turned <= dimension)
    precondition(cosine.count == rows * turned / 2 && sine.count == cosine.count)
    let (columns, half) = (heads * dimension, turned / 2)
    Parallel.forEachRows(of: rows, columns: columns) { first, rows in
      unsafe table.rotate(
        rows, heads, dimension, turned, inverse ? -1 : 1, cosine.base + first * half,
        sine.base + first * half, x.base + first * columns, y.base + first * columns)
    }
  }
}
