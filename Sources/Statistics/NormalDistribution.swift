import Foundation

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
