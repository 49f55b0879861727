import Foundation

/// The upper tail of the χ² distribution.
package enum ChiSquared {
  /// P(X ≥ x) with `degrees` of freedom: the regularized upper incomplete gamma function
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

/// The standard normal distribution, in double precision.
package enum NormalDistribution {
  /// P(Z ≤ z).
  package static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  static func density(_ z: Double) -> Double { exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() }

  /// The z with P(Z ≤ z) = `probability`; infinite at 0 and 1, not a number outside of [0, 1].
  ///
  /// Starts from Abramowitz and Stegun 1964, 26.2.23, and is refined by Halley's method.
  package static func quantile(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else {
      return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
    }
    // In the lower half, where `cumulative` keeps its relative precision.
    let tail = min(probability, 1 - probability)
    let t = (-2 * log(tail)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var z = numerator / denominator - t
    for _ in 0..<3 {
      let step = (cumulative(z) - tail) / density(z)
      z -= step / (1 + 0.5 * z * step)
    }
    return probability < 0.5 ? z : -z
  }
}

/// The range of `count` independent standard normals: Tukey's distribution with infinite degrees
/// of freedom, behind Nemenyi's critical difference.
package enum StudentizedRange {
  /// P(range ≤ q) = k ∫ φ(z) (Φ(z) − Φ(z − q))^(k − 1) dz.
  ///
  /// The trapezoidal rule, which is exact to rounding for an analytic integrand that vanishes at
  /// both ends.
  package static func cumulative(_ q: Double, count: Int) -> Double {
    guard count > 1, q > 0 else { return 0 }
    let (low, high, step) = (-9.0, 9.0 + min(q, 40), 1.0 / 64)
    let sum = stride(from: low, through: high, by: step).reduce(0.0) { sum, z in
      let share = NormalDistribution.cumulative(z) - NormalDistribution.cumulative(z - q)
      return sum + NormalDistribution.density(z) * pow(share, Double(count - 1))
    }
    return min(1, Double(count) * step * sum)
  }

  /// The q with P(range ≤ q) = `probability`, by bisection; `probability` in (0, 1), `count` ≥ 2.
  package static func quantile(_ probability: Double, count: Int) -> Double {
    guard count > 1, probability > 0, probability < 1 else { return .nan }
    var (low, high) = (0.0, 40.0)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if cumulative(middle, count: count) < probability { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}

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
