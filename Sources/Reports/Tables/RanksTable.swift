import Foundation
import Statistics

/// Mean ranks of the optimizers over models, tasks and schemes, with the critical difference
/// (Demšar 2006).
struct RanksTable {
  var set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  /// The ranking, and below it what it leaves out, ranked among all.
  var tables: [ReportTable] { [ranking] + (set.hasUnranked ? [unconfirmed] : []) }

  private var unconfirmed: ReportTable {
    let blocks = RankedBlocks(set)
    let ranks = AverageRanks(scores: blocks.rows.map { $0.map { $0.summary.scoreMean ?? -1 } })
    let left = blocks.treatments.indices.filter { !set.isConfirmed(blocks.optimizer($0)) }
    let order = left.sorted { a, b in (ranks?.ranks[a] ?? 0, a) < (ranks?.ranks[b] ?? 0, b) }
    return ReportTable(
      id: "ranks-unconfirmed", title: "Unconfirmed optimizers: mean rank among all",
      columns: [.text("optimizer"), .number("mean rank")],
      rows: order.map { index in
        [.text(blocks.treatments[index]), ranks.map { .fixed($0.ranks[index], 2) } ?? .missing]
      },
      notes: set.unconfirmed.map { "\($0.optimizer): \($0.reason)." })
  }

  private var ranking: ReportTable {
    let blocks = RankedBlocks(set.ranked)
    let families = set.families.filter { $0.unit != nil }
    let columns: [ReportTable.Column] =
      [.text("optimizer"), .number("mean rank"), .number("best in")]
      + families.map { .text("verdict, " + PlainText.oneLine($0.scheme)) }
    let scores = blocks.rows.map { $0.map { $0.summary.scoreMean ?? -1 } }
    guard blocks.isUseful, let ranks = AverageRanks(scores: scores) else {
      return ReportTable(
        id: "ranks", title: "Ranks", columns: columns, rows: [], notes: [RankedBlocks.nothing])
    }
    let difference = ranks.criticalDifference()
    let order = ranks.ranks.indices.sorted { (ranks.ranks[$0], $0) < (ranks.ranks[$1], $1) }
    let rows = order.map { index -> [TableValue] in
      let wins = scores.count { row in row[index] >= 0 && row.allSatisfy { $0 <= row[index] } }
      let label = blocks.treatments[index]
      return [.text(label), .fixed(ranks.ranks[index], 2), .count(wins)]
        + families.map { .text(label == $0.baseline ? "baseline" : $0[label]?.verdict ?? "-") }
    }
    return ReportTable(
      id: "ranks", title: "Mean ranks over \(ranks.blocks) blocks (model, task, scheme)",
      columns: columns, rows: rows,
      notes: notes(ranks, difference) + Self.verdicts(families, of: set))
  }

  /// Where the verdicts are from; a set without power has none.
  private static func verdicts(_ families: [ContrastFamily], of set: ResultSet) -> [String] {
    guard !families.isEmpty else {
      return ["Too few blocks and seeds for a verdict against \(PlainText.oneLine(set.baseline))."]
    }
    return [
      "Verdicts are those of '--table contrasts', against \(PlainText.oneLine(set.baseline)); "
        + "ranks order, and do not decide."
    ]
  }

  private func notes(_ ranks: AverageRanks, _ difference: Double) -> [String] {
    let apart = Double(ranks.ranks.count - 1) > difference
    let friedman =
      !apart
      ? ""
      : ranks.statistic.map { statistic in
        "Friedman χ² = \(NumberText.fixed(statistic, 2)) with \(ranks.ranks.count - 1) degrees "
          + "of freedom, \(NumberText.pValue(ranks.pValue ?? 1)). "
      } ?? ""
    return [
      "Rank 1 is the best mean test score of a block; what failed there is last.",
      friedman + "Nemenyi's critical difference at 5 %: \(NumberText.fixed(difference, 2))"
        + (apart
          ? "." : ", more than any two ranks can differ: too few blocks for a test, and no p."),
    ]
  }
}
