import CKernels

// Arithmetic of update rules, element by element: the same bits in whatever chunks it is done.

extension Kernels {
  /// `x = sign(x)`: -1, 0 or 1.
  public static func sign(_ x: FloatView) {
    forEach(x) { $0 > 0 ? 1 : ($0 < 0 ? -1 : 0) }
  }

  /// `x = min(max(x, low), high)`.
  public static func clamp(_ x: FloatView, _ low: Float, _ high: Float) {
    forEach(x) { min(max($0, low), high) }
  }

  /// `sums = decay · sums + weight · x²`.
  public static func addSquares(
    of x: FloatView, weight: Float, to sums: FloatView, decay: Float = 1
  ) {
    precondition(x.count == sums.count)
    unsafe table.add_squares(x.count, weight, x.base, decay, sums.base)
  }

  /// `sums = decay · sums + weight · x`.
  public static func addScaled(
    _ x: FloatView, weight: Float, to sums: FloatView, decay: Float
  ) {
    precondition(x.count == sums.count)
    unsafe table.add_scaled(x.count, weight, x.base, decay, sums.base)
  }

  /// The largest |x|; 0 of nothing.
  public static func largest(_ x: FloatView) -> Float {
    var largest: Float = 0
    for index in 0..<x.count { unsafe largest = max(largest, abs(x.base[index])) }
    return largest
  }

  /// `y = max(x, y)`.
  public static func maximum(_ x: FloatView, into y: FloatView) {
    precondition(x.count == y.count)
    for index in 0..<x.count { unsafe y.base[index] = max(x.base[index], y.base[index]) }
  }

  /// `y = min(x, y)`.
  public static func minimum(_ x: FloatView, into y: FloatView) {
    precondition(x.count == y.count)
    for index in 0..<x.count { unsafe y.base[index] = min(x.base[index], y.base[index]) }
  }

  /// `x = scale · x / (√(v / correction + inner) + outer)`.
  public static func divide(
    _ x: FloatView, byRootOf v: FloatView, scale: Float = 1, correction: Float = 1,
    inner: Float = 0, outer: Float = 0
  ) {
    precondition(x.count == v.count)
    unsafe table.divide_by_root(x.count, scale, correction, inner, outer, v.base, x.base)
  }

  /// `x = x / (scale · v + outer)`.
  public static func divide(_ x: FloatView, by v: FloatView, scale: Float, outer: Float) {
    precondition(x.count == v.count)
    for index in 0..<x.count {
      let divisor = unsafe scale * v.base[index] + outer
      unsafe x.base[index] = x.base[index] / divisor
    }
  }

  /// `h = keep · h + gain · h · z²`, the diagonal curvature of HiZOO.
  public static func growCurvature(
    _ h: FloatView, direction z: FloatView, keep: Float, gain: Float
  ) {
    precondition(h.count == z.count)
    unsafe table.grow_curvature(h.count, keep, gain, z.base, h.base)
  }

  /// Σ x, in double precision, from the first element to the last.
  public static func sum(_ x: FloatView) -> Double {
    var sum = 0.0
    for index in 0..<x.count { unsafe sum += Double(x.base[index]) }
    return sum
  }

  /// Σ x², in double precision, from the first element to the last.
  public static func sumOfSquares(_ x: FloatView) -> Double {
    var sum = 0.0
    for index in 0..<x.count {
      let value = unsafe Double(x.base[index])
      sum += value * value
    }
    return sum
  }

  /// Σ x · y, in double precision, from the first element to the last.
  public static func sumOfProducts(_ x: FloatView, _ y: FloatView) -> Double {
    precondition(x.count == y.count)
    var sum = 0.0
    for index in 0..<x.count { unsafe sum += Double(x.base[index]) * Double(y.base[index]) }
    return sum
  }

  private static func forEach(_ x: FloatView, _ change: (Float) -> Float) {
    for index in 0..<x.count { unsafe x.base[index] = change(x.base[index]) }
  }
}
