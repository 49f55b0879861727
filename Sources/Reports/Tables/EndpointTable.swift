import Statistics
import Vocabulary

/// What a study ends in beside the verdict, per scheme: the share of the loss gap, the speed-up
/// over the baseline, and how hard a rate is to find.
struct EndpointTable {
  private let all: [Blocks.Block]
  private let blocks: [Blocks.Block]
  private let baseline: String

  init(_ set: ResultSet) {
    let baseline = set.baseline
    all = Blocks(set).all
    self.baseline = baseline
    blocks = Blocks(set).contested.filter { $0.cells[baseline] != nil }
  }

  var tables: [ReportTable] {
    blocks.isEmpty
      ? [ContrastTable.nothing("endpoints", against: baseline)]
      : unique(blocks.map(\.scheme)).map(table)
  }

  private struct Row {
    var label: String
    var count: Int
    /// By block, by seed.
    var closed: [[Double]]
    var speedUps: [SpeedUp]
    var profiles: [SearchProfile]

    var middle: Double? { InterquartileMean.of(closed.flatMap(\.self)) }
  }

  private func table(of scheme: String) -> ReportTable {
    let asked = blocks.filter { $0.scheme == scheme }
    let rows = Blocks.labels(of: asked).map { row($0, asked) }.sorted { a, b in
      (b.middle ?? -.infinity, a.label) < (a.middle ?? -.infinity, b.label)
    }
    return ReportTable(
      id: "endpoints", title: "Endpoints under \(PlainText.oneLine(scheme))",
      columns: [
        .text("optimizer"), .number("blocks"), .number("gap %", key: "gapClosed"),
        .number("95 %"), .number("speed-up", key: "speedUp"), .number("reached"),
        .number("plateau", key: "plateauDecades"), .number("best of 1", key: "bestOf1"),
        .number("best of 3", key: "bestOf3"),
      ],
      rows: rows.map(values), notes: notes + LossGap.absence(in: asked, of: all))
  }

  private func row(_ label: String, _ blocks: [Blocks.Block]) -> Row {
    let met = blocks.compactMap { block in block.cells[label].map { (block, $0) } }
    return Row(
      label: label, count: met.count,
      closed: met.compactMap { block, cell in
        LossGap(block, in: all).map { gap in
          cell.losses.sorted { $0.key < $1.key }.map { gap.closed(by: $0.value) }
        }
      },
      speedUps: met.compactMap { block, cell in
        block.cells[baseline].flatMap { SpeedUp(of: cell, over: $0) }
      },
      profiles: met.compactMap { block, cell in SearchProfile(cell, in: block, of: all) })
  }

  private func values(_ row: Row) -> [TableValue] {
    let isWhole = row.closed.count == row.count
    let interval = StratifiedBootstrap(row.closed, of: InterquartileMean.of)?.percentile()
    let speedUp = SpeedUp.median(row.speedUps)
    return [
      .text(row.label), .count(row.count), .fixed(isWhole ? row.middle.map { 100 * $0 } : nil, 1),
      isWhole ? interval.map(Self.text) ?? .missing : .missing,
      speedUp.map { .number($0.factor, $0.text) } ?? .missing,
      .text("\(row.speedUps.count { !$0.isBound })/\(row.speedUps.count)"),
      plateau(row), expected(1, row), expected(3, row),
    ]
  }

  private static func text(_ interval: ConfidenceInterval) -> TableValue {
    .text(
      NumberText.fixed(100 * interval.low, 1) + " to " + NumberText.fixed(100 * interval.high, 1))
  }

  /// The mean over blocks, at least that where one plateau goes on beyond what was tried.
  private func plateau(_ row: Row) -> TableValue {
    let widths = row.profiles.compactMap(\.width)
    guard let mean = Moments(widths.map(\.decades)).mean else { return .missing }
    let isBound = widths.contains(where: \.isAtEdge)
    return .number(mean, (isBound ? "≥ " : "") + NumberText.fixed(mean, 1))
  }

  private func expected(_ draws: Int, _ row: Row) -> TableValue {
    let values = row.profiles.compactMap { $0.expectedBest(of: draws) }
    return .fixed(Moments(values).mean.map { 100 * $0 }, 1)
  }

  private var notes: [String] {
    let name = PlainText.oneLine(baseline)
    let share = NumberText.fixed(100 * SearchProfile.plateau, 0)
    return [
      "Gap: the share of the test loss between \(LossGap.start) and \(LossGap.end) that is closed, "
        + "interquartile mean over blocks and seeds, bootstrap stratified by block. "
        + LossGap.rule,
      "Speed-up: how many times fewer passes the development loss takes to where \(name) ends, "
        + "median over blocks; reached: the blocks in which it comes there, the others being below "
        + "their bound.",
      "Plateau: powers of ten of the rate that gain \(share) % of what the best one does. Best of "
        + "k: the gap % on development data that the best of k rates of the search is expected to "
        + "close; failures close nothing.",
    ]
  }
}
