import Foundation

/// A two-sided test of paired differences by flipping their signs (Fisher 1935).
///
/// Without a difference between the two sides, each pair's difference is as likely to have the
/// other sign; p is the share of sign patterns whose sum is at least as far from zero.
package enum PairedPermutation {
  /// Sums are compared up to this share of the sum of all magnitudes.
  private static let tolerance = 1e-12
  private static let longestEnumeration = 16

  /// Exact for any number of whole differences: the distribution of the sum is built up size by
  /// size of difference.
  ///
  /// - Parameter differences: each between −2¹⁶ and 2¹⁶.
  package static func pValue(of differences: [Int]) -> Double {
    let counts = Dictionary(grouping: differences.map(abs).filter { $0 > 0 }, by: { $0 })
      .mapValues(\.count)
    let limit = counts.reduce(0) { $0 + $1.key * $1.value }
    let observed = abs(differences.reduce(0, +))
    guard observed > 0 else { return 1 }
    // chances[s]: the probability that the signs drawn so far sum to s − reach.
    var chances = [1.0]
    for (size, count) in counts.sorted(by: { $0.key < $1.key }) {
      chances = convolved(chances, size: size, signs: Self.binomial(count))
    }
    let tail = chances[...(limit - observed)].reduce(0, +)
    return min(1, 2 * tail)
  }

  /// The distribution after adding differences of one size, of which k are positive with
  /// probability `signs[k]`.
  private static func convolved(_ chances: [Double], size: Int, signs: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: chances.count + 2 * size * (signs.count - 1))
    for (sum, chance) in chances.enumerated() where chance > 0 {
      for (positive, share) in signs.enumerated() {
        sums[sum + 2 * size * positive] += chance * share
      }
    }
    return sums
  }

  /// Probabilities of 0…n heads of a fair coin.
  private static func binomial(_ count: Int) -> [Double] {
    let n = Double(count)
    let all = lgamma(n + 1) - n * log(2)
    return (0...count).map { heads in
      let k = Double(heads)
      return exp(all - lgamma(k + 1) - lgamma(n - k + 1))
    }
  }

  /// Exact by enumeration up to 16 differences that are not zero, else by `samples` seeded draws,
  /// where the pattern that was observed counts as one more (Phipson and Smyth 2010).
  package static func pValue(
    of differences: [Double], samples: Int = 99_999, seed: UInt64 = 0
  ) -> Double {
    let sizes = differences.map(abs).filter { $0 > 0 }
    let margin = tolerance * sizes.reduce(0, +)
    let observed = abs(differences.reduce(0, +)) - margin
    guard observed > 0 else { return 1 }
    if sizes.count <= longestEnumeration {
      let patterns = 0..<(UInt64(1) << UInt64(sizes.count))
      let extreme = patterns.count { abs(sum(sizes, signs: $0)) >= observed }
      return Double(extreme) / Double(patterns.count)
    }
    var generator = SplitMix(seed: seed)
    let extreme = (0..<samples).count { _ in
      abs(randomSum(sizes, &generator)) >= observed
    }
    return Double(extreme + 1) / Double(samples + 1)
  }

  private static func sum(_ sizes: [Double], signs: UInt64) -> Double {
    sizes.enumerated().reduce(0) { sum, size in
      signs >> UInt64(size.offset) & 1 == 1 ? sum - size.element : sum + size.element
    }
  }

  private static func randomSum(_ sizes: [Double], _ generator: inout SplitMix) -> Double {
    stride(from: 0, to: sizes.count, by: 64).reduce(0) { total, start in
      let part = Array(sizes[start..<min(start + 64, sizes.count)])
      return total + sum(part, signs: generator.next())
    }
  }
}

/// p-values of several tests, corrected so that the chance of any false finding stays below the
/// level (Holm 1979).
package enum HolmCorrection {
  /// In the order of `values`: the k-th smallest of m times m − k + 1, never below a smaller one's.
  package static func adjusted(_ values: [Double]) -> [Double] {
    var adjusted = values
    var largest = 0.0
    for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      largest = max(largest, min(1, values[index] * Double(values.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
