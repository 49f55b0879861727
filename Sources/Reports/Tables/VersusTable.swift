import Statistics
import Vocabulary

/// Every optimizer against one baseline, per scheme: the family's verdict, and the blocks in which
/// scores on the same examples differ significantly.
struct VersusTable {
  private let families: [ContrastFamily]
  private let baseline: String
  private let endpoint: Endpoint

  init(_ set: ResultSet) {
    (families, baseline, endpoint) = (set.families, set.baseline, set.endpoint)
  }

  var tables: [ReportTable] {
    families.isEmpty
      ? [ContrastTable.nothing("versus", against: baseline)] : families.map(table)
  }

  private var columns: [ReportTable.Column] {
    [
      .text("optimizer"), .number("blocks"), .number("above"), .number("below"),
      .number(endpoint.column, key: "points"), .number("95 %"), .text("verdict"), .number("p"),
    ]
  }

  private func table(_ family: ContrastFamily) -> ReportTable {
    let counts = family.standings.map { Meetings($0.label, in: family) }
    let told = Meetings.decided(counts)
    return ReportTable(
      id: "versus",
      title: "Against \(PlainText.oneLine(baseline)) under \(family.scheme), over "
        + NumberText.counted(family.blocks.count, "block"),
      columns: columns,
      rows: zip(family.standings, told).map { standing, told in
        [
          .text(standing.label), .count(standing.differences.count), .count(told.above),
          .count(told.below), .number(standing.mean, NumberText.signed(standing.mean, 2)),
          standing.interval.map(TableValue.text) ?? .missing, .text(standing.verdict),
          standing.pValue.map { .number($0, NumberText.probability($0)) } ?? .missing,
        ]
      },
      notes: family.sentences + [mean + Self.note])
  }

  private var mean: String {
    switch endpoint {
    case .score: "Points: mean difference of test scores over blocks. "
    case .gap: "Gap points: mean difference of the loss gap that is closed, over blocks. "
    }
  }

  private static let note =
    "Above and below: blocks in which the scores differ significantly, by a paired test on the "
    + "same examples, in one direction at every seed; Holm over all blocks and rows, 5 %. Blocks "
    + "that share a model or a task are not independent, so p is optimistic (too small)."
}

/// An optimizer and the baseline in each block, on the same test examples.
private struct Meetings {
  let comparisons: [PairedComparison]

  init(_ label: String, in family: ContrastFamily) {
    comparisons = family.blocks.compactMap { block in
      guard let cell = block.cells[label], let base = block.cells[family.baseline] else {
        return nil
      }
      return PairedComparison(cell, base)
    }
  }

  /// The blocks of each row in which the two differ significantly, corrected over all rows.
  static func decided(_ rows: [Meetings]) -> [(above: Int, below: Int)] {
    var adjusted = HolmCorrection.adjusted(rows.flatMap { $0.comparisons.map(\.pValue) })[...]
    return rows.map { row in
      let own = zip(row.comparisons, adjusted.prefix(row.comparisons.count))
        .filter { $0.0.isConsistent && $0.1 < Verdict.level }
      adjusted = adjusted.dropFirst(row.comparisons.count)
      return (own.count { $0.0.difference > 0 }, own.count { $0.0.difference < 0 })
    }
  }
}
