/// How treatments rank over blocks, and how far apart ranks must be to mean something
/// (Friedman 1937; Nemenyi 1963; Demšar 2006, section 3.2.2).
package struct AverageRanks: Hashable, Sendable {
  /// Mean rank of each treatment; 1 is best, ties share their ranks.
  package var ranks: [Double]
  package var blocks: Int
  /// Friedman's χ², corrected for ties; nil where every block is one tie.
  package var statistic: Double?

  /// - Parameter scores: one row per block, one score per treatment, larger is better; at least two
  ///   treatments, and finite numbers. Nil otherwise.
  package init?(scores: [[Double]]) {
    guard let count = scores.first?.count, count > 1, scores.allSatisfy({ $0.count == count }),
      scores.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { return nil }
    let rows = scores.map(Self.ranks)
    blocks = scores.count
    ranks = (0..<count).map { treatment in
      rows.reduce(0) { $0 + $1[treatment] } / Double(rows.count)
    }
    let (n, k) = (Double(blocks), Double(count))
    let ties = scores.reduce(0.0) { $0 + Self.tieTerm($1) }
    let correction = 1 - ties / (n * k * (k * k - 1))
    let squares = ranks.reduce(0) { $0 + $1 * $1 * n * n }
    let plain = 12 / (n * k * (k + 1)) * squares - 3 * n * (k + 1)
    statistic = correction > 1e-12 ? plain / correction : nil
  }

  /// The chance of ranks this uneven when treatments do not differ, by χ².
  package var pValue: Double? {
    statistic.map { ChiSquared.survival($0, degrees: ranks.count - 1) }
  }

  /// Mean ranks closer than this do not differ at `level` (Nemenyi's test).
  package func criticalDifference(level: Double = 0.05) -> Double {
    let k = Double(ranks.count)
    let q = StudentizedRange.quantile(1 - level, count: ranks.count) / 2.0.squareRoot()
    return q * (k * (k + 1) / (6 * Double(blocks))).squareRoot()
  }

  /// Rank of each score, the largest first; equal scores have the mean of their ranks.
  static func ranks(_ scores: [Double]) -> [Double] {
    scores.map { score in
      let above = scores.count { $0 > score }
      let equal = scores.count { $0 == score }
      return Double(above) + 0.5 * Double(equal + 1)
    }
  }

  /// Σ (t³ − t) over groups of t equal scores.
  private static func tieTerm(_ scores: [Double]) -> Double {
    Dictionary(grouping: scores, by: { $0 }).values.reduce(0) { sum, group in
      let t = Double(group.count)
      return sum + t * t * t - t
    }
  }
}
