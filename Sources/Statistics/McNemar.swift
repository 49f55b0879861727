import Foundation

/// Whether two classifiers differ on the same examples (McNemar 1947).
///
/// Only examples on which they disagree say anything; without a difference, each of these is as
/// likely to go one way as the other.
package struct McNemar: Hashable, Sendable {
  /// Examples that only the first, and only the second had right.
  package var onlyFirst: Int
  package var onlySecond: Int

  package init(onlyFirst: Int, onlySecond: Int) {
    self.onlyFirst = max(0, onlyFirst)
    self.onlySecond = max(0, onlySecond)
  }

  /// Nil unless both say something about the same number of examples.
  package init?(_ first: [Bool], _ second: [Bool]) {
    guard first.count == second.count, !first.isEmpty else { return nil }
    let pairs = zip(first, second)
    self.init(
      onlyFirst: pairs.count { $0 && !$1 }, onlySecond: pairs.count { !$0 && $1 })
  }

  private var disagreements: Int { onlyFirst + onlySecond }

  /// The two-sided p-value of the binomial distribution with one half.
  package var exact: Double {
    let n = Double(disagreements)
    let all = lgamma(n + 1) - n * log(2)
    var tail = 0.0
    for fewer in 0...min(onlyFirst, onlySecond) {
      let k = Double(fewer)
      tail += exp(all - lgamma(k + 1) - lgamma(n - k + 1))
    }
    return min(1, 2 * tail)
  }

  /// The p-value of (|b − c| − 1)² / (b + c) under χ² with one degree of freedom (Edwards 1948).
  package var chiSquared: Double {
    guard onlyFirst != onlySecond else { return 1 }
    let distance = Double(abs(onlyFirst - onlySecond)) - 1
    return ChiSquared.survival(distance * distance / Double(disagreements), degrees: 1)
  }
}
