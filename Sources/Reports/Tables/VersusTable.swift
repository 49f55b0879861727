import Foundation
import Statistics

/// Every optimizer against one baseline over the blocks that both were tried in: whether a
/// published gain survives an equal budget.
struct VersusTable {
  private let blocks: [Blocks.Block]
  private let baseline: String

  init(_ set: ResultSet) {
    baseline = set.baseline
    blocks = Blocks(set).contested.filter { $0.cells[set.baseline] != nil }
  }

  /// One optimizer in one block.
  private struct Meeting {
    var difference: Double
    var pValue: Double?
    var isConsistent: Bool
  }

  private struct Row {
    var name: String
    var meetings: [Meeting]
    var wins = 0
    var losses = 0
    var pValue: Double

    var mean: Double { meetings.reduce(0) { $0 + $1.difference } / Double(meetings.count) }
  }

  var table: ReportTable {
    let rows = corrected(Blocks.labels(of: blocks).filter { $0 != baseline }.compactMap(row))
    let adjusted = HolmCorrection.adjusted(rows.map(\.pValue))
    let lines = zip(rows, adjusted).sorted { ($1.0.mean, $0.0.name) < ($0.0.mean, $1.0.name) }
    return ReportTable(
      id: "versus",
      title: "Against \(PlainText.oneLine(baseline)), over \(blocks.count) blocks",
      columns: [
        .text("optimizer"), .number("blocks"), .number("above"), .number("below"),
        .number("points"), .number("95 %"), .number("p"),
      ],
      rows: lines.map(Self.values), notes: rows.isEmpty ? [nothing] : Self.notes)
  }

  private func row(_ name: String) -> Row? {
    let meetings = blocks.compactMap { block -> Meeting? in
      guard let cell = block.cells[name], let base = block.cells[baseline],
        let score = cell.summary.scoreMean, let reference = base.summary.scoreMean
      else { return nil }
      let paired = PairedComparison(cell, base)
      return Meeting(
        difference: 100 * (score - reference), pValue: paired?.pValue,
        isConsistent: paired?.isConsistent ?? false)
    }
    guard !meetings.isEmpty else { return nil }
    return Row(
      name: name, meetings: meetings,
      pValue: PairedPermutation.pValue(of: meetings.map(\.difference)))
  }

  /// Counts the blocks in which a paired test tells the two apart, corrected over the whole table.
  private func corrected(_ rows: [Row]) -> [Row] {
    let places = rows.indices.flatMap { row in rows[row].meetings.indices.map { (row, $0) } }
      .filter { rows[$0].meetings[$1].pValue != nil }
    let adjusted = HolmCorrection.adjusted(
      places.map { rows[$0].meetings[$1].pValue ?? 1 })
    var rows = rows
    for (place, pValue) in zip(places, adjusted) where pValue < Verdict.level {
      let meeting = rows[place.0].meetings[place.1]
      guard meeting.isConsistent else { continue }
      if meeting.difference > 0 { rows[place.0].wins += 1 } else { rows[place.0].losses += 1 }
    }
    return rows
  }

  private static func values(_ row: Row, _ pValue: Double) -> [TableValue] {
    let interval = Bootstrap(row.meetings.map(\.difference))?.percentile()
    return [
      .text(row.name), .count(row.meetings.count), .count(row.wins), .count(row.losses),
      .number(row.mean, NumberText.signed(row.mean, 2)),
      interval.map {
        .text(NumberText.signed($0.low, 1) + " to " + NumberText.signed($0.high, 1))
      } ?? .missing,
      .number(pValue, NumberText.probability(pValue)),
    ]
  }

  private var nothing: String {
    "No block has \(PlainText.oneLine(baseline)) and another optimizer; --baseline names another."
  }

  private static let notes = [
    "Points: mean difference of test scores over blocks, with a bootstrap interval of the mean; "
      + "p: signs of the blocks' differences flipped, Holm over the rows. Above and below: blocks "
      + "in which a paired test on the same examples tells the two apart, Holm over all blocks and "
      + "rows, at 5 %.",
    "Blocks that share a model or a task are not independent, so p is on the bold side.",
  ]
}
