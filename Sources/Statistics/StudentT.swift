import Foundation

/// Student's t distribution.
package enum StudentT {
  /// P(T ≤ t), by the regularized incomplete beta function.
  package static func cumulative(_ t: Double, degrees: Double) -> Double {
    let tail = 0.5 * incompleteBeta(degrees / 2, 0.5, at: degrees / (degrees + t * t))
    return t > 0 ? 1 - tail : tail
  }

  /// The t below which a share of the distribution lies, by bisection.
  ///
  /// - Parameter probability: above 0 and below 1.
  package static func quantile(_ probability: Double, degrees: Double) -> Double {
    var (low, high) = (-1e6, 1e6)
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      if cumulative(middle, degrees: degrees) < probability { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  /// I_x(a, b), by Lentz's continued fraction (Press et al., Numerical Recipes, 6.4).
  private static func incompleteBeta(_ a: Double, _ b: Double, at x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return x < (a + 1) / (a + b + 2)
      ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b
  }

  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var result = d
    for m in 1...500 {
      let n = Double(m)
      let even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      result *= d * c
      let odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      let step = d * c
      result *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return result
  }
}
