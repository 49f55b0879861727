import Statistics
import Vocabulary

/// Two result files side by side: cells in both with paired tests, and cells in one only.
package struct ComparisonPage: Sendable {
  package var tables: [ReportTable]

  package init(_ first: ResultSet, _ second: ResultSet, names: (String, String)) {
    var rest = second.members
    var pairs: [Pair] = []
    var alone: [CellResults] = []
    for member in first.members {
      if let index = Self.partner(of: member, in: rest) {
        pairs.append(Pair(first: member, second: rest.remove(at: index)))
      } else {
        alone.append(member)
      }
    }
    tables = [
      Self.both(pairs, names), Self.alone("only-first", names.0, alone),
      Self.alone("only-second", names.1, rest),
    ].filter { !$0.rows.isEmpty || $0.id == "both" }
  }

  private struct Pair {
    var first: CellResults
    var second: CellResults

    /// What else differs between the two; empty when nothing does.
    var differences: [String] {
      let (a, b) = (first.identity, second.identity)
      return (a.data == b.data ? [] : ["data"]) + (a.model == b.model ? [] : ["model"])
        + (a.semantics == b.semantics ? [] : ["semantics"])
    }
  }

  /// The same cell, of the same data and model if there is one.
  private static func partner(of cell: CellResults, in others: [CellResults]) -> Int? {
    let text = canonicalJSON(cell.cell)
    let same = others.indices.filter { canonicalJSON(others[$0].cell) == text }
    return same.first {
      others[$0].identity.data == cell.identity.data
        && others[$0].identity.model == cell.identity.model
    } ?? same.first
  }

  private static func both(_ pairs: [Pair], _ names: (String, String)) -> ReportTable {
    let tests = pairs.map { pair in
      pair.differences.contains("data") ? nil : PairedComparison(pair.second, pair.first)
    }
    let tested = pairs.indices.filter { tests[$0] != nil }
    let adjusted = HolmCorrection.adjusted(tested.compactMap { tests[$0]?.pValue })
    let pValues = Dictionary(uniqueKeysWithValues: zip(tested, adjusted))
    let cells = shortNames(of: pairs.map(\.first))
    let rows = pairs.indices.map { [.text(cells[$0])] + row(pairs[$0], tests[$0], pValues[$0]) }
    let clear = pairs.indices.count { (pValues[$0] ?? 1) < Verdict.level }
    let identical = pairs.count { $0.first.tested == $0.second.tested }
    return ReportTable(
      id: "both", title: "In both: \(names.0) (A) and \(names.1) (B)",
      columns: [
        .text("cell"), .number("A %"), .number("B %"), .number("B − A"), .number("p"),
        .number("peak A"), .number("B − A, bytes"), .number("time B/A"), .text("differs in"),
      ], rows: rows,
      notes: [
        "\(pairs.count) cells in both, \(identical) with equal predictions at every seed; "
          + "\(clear) differ at 5 % (paired test on the same examples and seeds, Holm over the "
          + "\(tested.count) cells tested)."
      ])
  }

  private static func row(
    _ pair: Pair, _ test: PairedComparison?, _ pValue: Double?
  ) -> [TableValue] {
    let (a, b) = (pair.first.summary, pair.second.summary)
    let peaks = a.peakBytes.flatMap { a in b.peakBytes.map { Double($0) - Double(a) } }
    let ratio = a.wallSeconds.flatMap { a in b.wallSeconds.map { $0 / a } }
    return [
      .score(a), .score(b),
      test.map { .number($0.difference, NumberText.signed(100 * $0.difference, 1)) } ?? .missing,
      pValue.map { .number($0, NumberText.probability($0)) } ?? .missing,
      .bytes(a.peakBytes),
      peaks.map { .number($0, NumberText.signed($0, 0)) } ?? .missing,
      .fixed(ratio.flatMap { $0.isFinite ? $0 : nil }, 2),
      pair.differences.isEmpty
        ? .missing : .text(pair.differences.joined(separator: ", ")),
    ]
  }

  private static func alone(_ id: String, _ name: String, _ cells: [CellResults]) -> ReportTable {
    ReportTable(
      id: id, title: "Only in \(name)",
      columns: [.text("cell"), .number("score %"), .number("n"), .text("outcome")],
      rows: zip(shortNames(of: cells), cells).map { name, cell in
        [
          .text(name), .score(cell.summary), .count(cell.summary.n), .text(cell.summary.outcome),
        ]
      })
  }

  private static func shortNames(of cells: [CellResults]) -> [String] {
    zip(cells, CellLabels(cells).labels).map { cell, label in
      [cell.summary.model, cell.summary.task, cell.summary.scheme, label].joined(separator: " ")
    }
  }
}

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
