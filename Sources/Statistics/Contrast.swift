import Foundation

/// A method against a baseline over blocks: the mean of paired differences by Student's t, and
/// whether it lies within a margin of equivalence (two one-sided tests, Schuirmann 1987).
package struct Contrast: Hashable, Sendable {
  package let mean: Double
  /// The standard error of the mean.
  package let error: Double
  /// Blocks.
  package let count: Int

  /// - Parameter differences: one for each block; nil for fewer than two, which have no error.
  package init?(_ differences: [Double]) {
    guard differences.count > 1 else { return nil }
    let n = Double(differences.count)
    let mean = differences.reduce(0, +) / n
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    (self.mean, count, error) = (mean, differences.count, (squares / (n - 1) / n).squareRoot())
  }

  private var degrees: Double { Double(count - 1) }

  /// The two-sided p-value of no difference.
  package var pValue: Double {
    guard error > 0 else { return mean == 0 ? 1 : 0 }
    return min(1, 2 * StudentT.cumulative(-abs(mean) / error, degrees: degrees))
  }

  /// The p-value of a difference of at least `margin`, either way: the larger of two one-sided
  /// ones.
  package func equivalence(within margin: Double) -> Double {
    guard error > 0 else { return abs(mean) < margin ? 0 : 1 }
    return StudentT.cumulative((abs(mean) - margin) / error, degrees: degrees)
  }

  /// Half the width of the interval that holds the difference with this confidence.
  package func halfWidth(confidence: Double = 0.95) -> Double {
    error * StudentT.quantile(0.5 + confidence / 2, degrees: degrees)
  }

  /// The smallest difference that a two-sided test at `level` finds with probability `power`, for
  /// so many blocks and so much deviation between them; infinite for fewer than two blocks.
  ///
  /// By t quantiles in the place of the noncentral distribution, which asks for slightly more.
  package static func detectable(
    deviation: Double, blocks: Int, contrasts: Int = 1, level: Double = 0.05, power: Double = 0.8
  ) -> Double {
    guard blocks > 1 else { return .infinity }
    let degrees = Double(blocks - 1)
    let strictest = level / Double(max(contrasts, 1))
    let sum =
      StudentT.quantile(1 - strictest / 2, degrees: degrees)
      + StudentT.quantile(power, degrees: degrees)
    return sum * deviation / Double(blocks).squareRoot()
  }
}

/// What a contrast says, in the same words everywhere.
package enum ContrastWord: String, Hashable, Sendable {
  case better, equal, worse, undecided

  /// The words of a declared family of contrasts: differences and equivalences are each corrected
  /// over the whole family by Holm's method.
  ///
  /// - Parameters:
  ///   - margin: within which methods count as equal.
  package static func words(
    of family: [Contrast], margin: Double, level: Double = 0.05
  ) -> [ContrastWord] {
    let different = HolmCorrection.adjusted(family.map(\.pValue))
    let equal = HolmCorrection.adjusted(family.map { $0.equivalence(within: margin) })
    return family.indices.map { index in
      // A difference that is certain but within the margin is still none that matters.
      if equal[index] < level { return .equal }
      guard different[index] < level else { return .undecided }
      return family[index].mean > 0 ? .better : .worse
    }
  }
}
