import Statistics

/// Which of several cells is best, if a test says so.
///
/// All pairs are compared on their common test examples and corrected by Holm's method, because
/// the best one was picked after looking. A cell wins when it is above every other at 5 %, and at
/// every seed.
struct Verdict: Hashable, Sendable {
  static let level = 0.05

  /// The index of the cell with the best mean; nil when none completed.
  var leader: Int?
  /// Whether the leader wins against every other cell that completed.
  var isWinner = false
  /// The best other cell that the leader does not win against, with the corrected p-value; without
  /// one where the two were not tested on the same examples at a common seed.
  var rival: Rival?

  struct Rival: Hashable, Sendable {
    var index: Int
    var pValue: Double?
  }

  init(_ cells: [CellResults]) {
    let scored = cells.indices.filter { cells[$0].summary.scoreMean != nil }
      .sorted { (mean(of: cells[$0]), $1) > (mean(of: cells[$1]), $0) }
    leader = scored.first
    guard let leader, scored.count > 1 else { return }
    let outcomes = Self.comparisons(of: scored, in: cells)
    rival = scored.dropFirst().first { outcomes[$0]?.isWon != true }
      .map { Rival(index: $0, pValue: outcomes[$0]?.pValue) }
    isWinner = rival == nil && scored.allSatisfy { $0 == leader || outcomes[$0] != nil }
  }

  private struct Outcome {
    var pValue: Double
    var isWon: Bool
  }

  /// The leader, first in `scored`, against each of the others.
  private static func comparisons(of scored: [Int], in cells: [CellResults]) -> [Int: Outcome] {
    var pairs: [(first: Int, second: Int, comparison: PairedComparison)] = []
    for (place, first) in scored.enumerated() {
      for second in scored.dropFirst(place + 1) {
        guard let found = PairedComparison(cells[first], cells[second]) else { continue }
        pairs.append((first, second, found))
      }
    }
    let adjusted = HolmCorrection.adjusted(pairs.map(\.comparison.pValue))
    var outcomes: [Int: Outcome] = [:]
    for (pair, pValue) in zip(pairs, adjusted) where pair.first == scored.first {
      let ahead = pair.comparison.difference > 0 && pair.comparison.isConsistent
      outcomes[pair.second] = Outcome(pValue: pValue, isWon: ahead && pValue < level)
    }
    return outcomes
  }
}

private func mean(of cell: CellResults) -> Double { cell.summary.scoreMean ?? -1 }

extension Verdict {
  /// One sentence, where `labels` name the cells; nil where there is nothing to compare.
  func sentence(_ labels: [String]) -> String? {
    guard let leader else { return nil }
    if isWinner { return "\(labels[leader]) is above every other at 5 %" }
    guard let rival else { return nil }
    let name = "\(labels[leader]) and \(labels[rival.index])"
    guard let pValue = rival.pValue else {
      return "no winner at 5 %: \(name) have no common seed and examples"
    }
    return
      "no winner at 5 %: \(name) are not significantly different (\(NumberText.pValue(pValue)))"
  }
}

/// What repeats in a comparison, and so what its verdict speaks of.
package enum VerdictUnit: String, CaseIterable, Hashable, Sendable {
  /// Models and tasks, which stand for others like them.
  case blocks
  /// Seeds within the blocks: the verdict is of these blocks, and of no others.
  case seeds

  /// So many blocks may stand for others; with fewer, seeds say more.
  static let enoughBlocks = 10

  /// Blocks where there are many, else seeds, else what blocks there are; nil where neither has
  /// the degrees of freedom for a test.
  ///
  /// - Parameters:
  ///   - seedDegrees: of seeds within the blocks.
  ///   - asked: what a reader wants; nil leaves it to the numbers.
  init?(blocks: Int, seedDegrees: Double, asked: VerdictUnit? = nil) {
    let least = ContrastFamily.fewestDegrees
    let (hasBlocks, hasSeeds) = (Double(blocks - 1) >= least, seedDegrees >= least)
    if let asked {
      guard asked == .blocks ? hasBlocks : hasSeeds else { return nil }
      self = asked
      return
    }
    guard hasBlocks || hasSeeds else { return nil }
    self = blocks >= Self.enoughBlocks || !hasSeeds ? .blocks : .seeds
  }
}
