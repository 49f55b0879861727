import Foundation

/// How large a difference must be for a two-sided t test to find it.
package enum DetectableDifference {
  /// The chance that the test at `level` finds a difference of so many standard errors.
  package static func power(errors: Double, degrees: Double, level: Double) -> Double {
    let limit = StudentT.quantile(1 - level / 2, degrees: degrees)
    return 1 - StudentT.cumulative(limit, degrees: degrees, noncentrality: errors)
      + StudentT.cumulative(-limit, degrees: degrees, noncentrality: errors)
  }

  /// The smallest difference that is found with probability `power`, in standard errors, by
  /// bisection; infinite without a degree of freedom.
  ///
  /// - Parameter contrasts: tests of a family over which the level is divided, as the strictest
  ///   step of Holm's method does.
  package static func errors(
    degrees: Double, contrasts: Int = 1, level: Double = 0.05, power: Double = 0.8
  ) -> Double {
    guard degrees >= 1 else { return .infinity }
    let strictest = level / Double(max(contrasts, 1))
    var (low, high) = (0.0, 1.0)
    while self.power(errors: high, degrees: degrees, level: strictest) < power, high < 1e6 {
      high *= 2
    }
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      let isFound = self.power(errors: middle, degrees: degrees, level: strictest) >= power
      if isFound { high = middle } else { low = middle }
    }
    return 0.5 * (low + high)
  }
}

/// How often two one-sided tests find two methods equal that do not differ.
package enum EquivalencePower {
  /// The chance that both tests of a family's strictest step find a difference of none within
  /// `margin` standard errors: the mean of 2 Φ(margin − t s) − 1, where it is positive, over s
  /// (the power of the tests of Schuirmann 1987 without a difference).
  ///
  /// - Parameter contrasts: tests of a family over which the level is divided, as the strictest
  ///   step of Holm's method does.
  package static func chance(
    margin: Double, degrees: Double, contrasts: Int = 1, level: Double = 0.05
  ) -> Double {
    guard degrees >= 1 else { return 0 }
    let limit = StudentT.quantile(1 - level / Double(max(contrasts, 1)), degrees: degrees)
    return StudentT.meanOverScale(degrees: degrees) { s in
      max(0, 2 * NormalDistribution.cumulative(margin - limit * s) - 1)
    }
  }
}

extension StudentT {
  /// P(T ≤ t) of the noncentral distribution: the mean of Φ(t s − δ) over s.
  package static func cumulative(_ t: Double, degrees: Double, noncentrality: Double) -> Double {
    meanOverScale(degrees: degrees) { s in NormalDistribution.cumulative(t * s - noncentrality) }
  }

  /// The mean of a chance over s, the root of a χ² over its degrees of freedom: an estimated
  /// standard error in true ones.
  ///
  /// The trapezoidal rule over log s, where the density vanishes at both ends.
  fileprivate static func meanOverScale(
    degrees: Double, _ chance: (Double) -> Double
  ) -> Double {
    let scale = 0.5 * degrees * log(0.5 * degrees) - lgamma(0.5 * degrees) + log(2)
    let (low, high) = (
      -40 / degrees - 1, 0.5 * log(1 + 2 * (40 / degrees).squareRoot() + 80 / degrees)
    )
    let step = 1 / (16 * (2 * degrees).squareRoot())
    let sum = stride(from: low, through: high, by: step).reduce(0.0) { sum, u in
      let s = exp(u)
      return sum + exp(scale + degrees * (u - 0.5 * s * s)) * chance(s)
    }
    return min(1, sum * step)
  }
}
