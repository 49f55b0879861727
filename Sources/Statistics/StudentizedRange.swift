import Foundation

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
