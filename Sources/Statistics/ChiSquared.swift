import Foundation

/// The upper tail of the χ² distribution.
package enum ChiSquared {
  /// P(X ≥ x) with `degrees` of freedom: the regularised upper incomplete gamma function
  /// Q(degrees / 2, x / 2), by its series or its continued fraction (DLMF 8.7.1, 8.9.2).
  package static func survival(_ x: Double, degrees: Int) -> Double {
    guard degrees > 0, !x.isNaN else { return .nan }
    guard x > 0 else { return 1 }
    guard x.isFinite else { return 0 }
    let (a, half) = (Double(degrees) / 2, x / 2)
    let scale = exp(a * log(half) - half - lgamma(a))
    return half < a + 1 ? 1 - scale * series(a, half) : scale * fraction(a, half)
  }

  /// Σ xⁿ / (a (a + 1) … (a + n)).
  private static func series(_ a: Double, _ x: Double) -> Double {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while term > sum * 1e-17 {
      n += 1
      term *= x / n
      sum += term
    }
    return sum
  }

  /// 1/(x + 1 − a − 1·(1 − a)/(x + 3 − a − …)), by Lentz's method.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    for index in 1..<10_000 {
      let factor = -Double(index) * (Double(index) - a)
      b += 2
      d = nonzero(factor * d + b, tiny)
      c = nonzero(b + factor / c, tiny)
      d = 1 / d
      value *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return value
  }

  private static func nonzero(_ value: Double, _ tiny: Double) -> Double {
    abs(value) < tiny ? tiny : value
  }
}
