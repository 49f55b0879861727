import Foundation

/// A method against a baseline: the mean over blocks of paired differences by Student's t, and
/// whether it lies within a margin of equivalence (two one-sided tests, Schuirmann 1987).
package struct Contrast: Hashable, Sendable {
  package let mean: Double
  /// The standard error of the mean.
  package let error: Double
  /// Degrees of freedom of the error.
  package let degrees: Double

  /// Over blocks that stand for others like them.
  ///
  /// - Parameter differences: one for each block; nil for fewer than two, which have no error.
  package init?(_ differences: [Double]) {
    guard let mean = Moments(differences).mean, let variance = Moments(differences).variance
    else { return nil }
    self.mean = mean
    error = (variance / Double(differences.count)).squareRoot()
    degrees = Double(differences.count - 1)
  }

  /// Over repetitions within blocks that stand for themselves alone: the variances of the blocks'
  /// means are added, with the degrees of freedom of Satterthwaite 1946.
  ///
  /// - Parameters:
  ///   - blocks: of each block the differences of its repetitions.
  ///   - examples: of each block the standard error that its test examples give its mean, which
  ///     repetitions on the same examples do not show; as many as blocks.
  /// - Returns: nil without blocks, or where one has fewer than two repetitions.
  package init?(within blocks: [[Double]], examples: [Double] = []) {
    let moments = blocks.map { Moments($0) }
    let variances = moments.compactMap { moments in
      moments.variance.map { $0 / Double(moments.count) }
    }
    guard let mean = Moments(moments.compactMap(\.mean)).mean, variances.count == blocks.count,
      examples.isEmpty || examples.count == blocks.count
    else { return nil }
    let count = Double(blocks.count)
    let seeds = variances.reduce(0, +)
    let sum = seeds + examples.reduce(0) { $0 + $1 * $1 }
    let spread = zip(variances, blocks).reduce(0) { $0 + $1.0 * $1.0 / Double($1.1.count - 1) }
    self.mean = mean
    error = sum.squareRoot() / count
    // Without any spread, as many as there are repetitions to show it.
    let free = blocks.reduce(0) { $0 + $1.count - 1 }
    degrees = spread > 0 ? sum * sum / spread : Double(free)
  }

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
}

/// What a contrast says, in the same words everywhere.
package enum ContrastWord: String, Hashable, Sendable {
  case better, equal, worse, undecided

  /// The words of a declared family of contrasts: differences and equivalences are each corrected
  /// over the whole family by Holm's method.
  ///
  /// - Parameters:
  ///   - family: nil where there is nothing to test; it counts in the correction, and has no word.
  ///   - margin: within which methods count as equal.
  package static func words(
    of family: [Contrast?], margin: Double, level: Double = 0.05
  ) -> [ContrastWord?] {
    let different = HolmCorrection.adjusted(family.map { $0?.pValue ?? 1 })
    let equal = HolmCorrection.adjusted(family.map { $0?.equivalence(within: margin) ?? 1 })
    return family.indices.map { index in
      guard let contrast = family[index] else { return nil }
      // A difference that is certain but within the margin is still none that matters.
      if equal[index] < level { return .equal }
      guard different[index] < level else { return .undecided }
      return contrast.mean > 0 ? .better : .worse
    }
  }
}
