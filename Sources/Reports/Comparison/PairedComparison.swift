import Statistics
import Vocabulary

/// Two cells on the same test examples, at the seeds that both completed.
///
/// An example's value is the share of the seeds that had it right; the test flips the signs of the
/// examples' differences (`PairedPermutation`), which for one seed is McNemar's exact test. It
/// speaks of the trained models: that another seed could have trained others is not in it, so a
/// difference is called consistent only if every seed shows it.
package struct PairedComparison: Hashable, Sendable {
  /// Seeds that both completed.
  package var seeds: [Int]
  package var examples: Int
  /// First minus second, as shares of right answers.
  package var difference: Double
  /// Two-sided, not corrected for other comparisons.
  package var pValue: Double
  /// Whether the difference has the same sign at every seed.
  package var isConsistent: Bool

  /// Nil unless both were tested on the same examples at a common seed.
  package init?(_ first: CellResults, _ second: CellResults) {
    guard first.identity.data == second.identity.data else { return nil }
    let (a, b) = (first.tested, second.tested)
    let pairs = a.keys.sorted().compactMap { seed in
      b[seed].map { (seed: seed, first: a[seed]?.correct ?? [], second: $0.correct) }
    }
    guard let count = pairs.first?.first.count, count > 0,
      pairs.allSatisfy({ $0.first.count == count && $0.second.count == count })
    else { return nil }
    var perExample = [Int](repeating: 0, count: count)
    var perSeed: [Int] = []
    for pair in pairs {
      let differences = zip(pair.first, pair.second).map { ($0 ? 1 : 0) - ($1 ? 1 : 0) }
      perSeed.append(differences.reduce(0, +))
      for (example, value) in differences.enumerated() { perExample[example] += value }
    }
    seeds = pairs.map(\.seed)
    examples = count
    difference = Double(perSeed.reduce(0, +)) / Double(count * pairs.count)
    pValue = PairedPermutation.pValue(of: perExample)
    isConsistent = perSeed.allSatisfy { $0 > 0 } || perSeed.allSatisfy { $0 < 0 }
  }
}
