import Statistics

/// Mean ranks as dots, with half the critical difference to each side: bars that do not overlap are
/// told apart by Nemenyi's test (Demšar 2006, figure 1).
struct RankFigure {
  var set: ResultSet

  private static let row = 15.0
  private static let left = 118.0

  /// Nil where fewer than two optimizers were tried throughout.
  var figure: Figure? {
    let blocks = RankedBlocks(set.ranked)
    let scores = blocks.rows.map { $0.map { $0.summary.scoreMean ?? -1 } }
    guard blocks.isUseful, let ranks = AverageRanks(scores: scores) else { return nil }
    let half = ranks.criticalDifference() / 2
    let order = ranks.ranks.indices.sorted { (ranks.ranks[$0], $0) < (ranks.ranks[$1], $1) }
    let bottom = Self.row * Double(order.count) + 8
    let x = Scale(
      .linear, covering: [1, Double(order.count)], from: Self.left, to: PlotFrame.width - 12)
    let rows = order.enumerated().flatMap { place, index in
      row(
        blocks.treatments[index], rank: ranks.ranks[index], half: half,
        y: 8 + (Double(place) + 0.5) * Self.row, x)
    }
    return Figure(
      id: "ranks", title: "Mean ranks over \(ranks.blocks) blocks",
      caption: "Rank 1 is the best score of a block. A bar is the critical difference at 5 %, half "
        + "to each side: two methods are told apart where their bars do not overlap.",
      width: PlotFrame.width, height: bottom + 38, content: Self.axis(x, bottom) + rows)
  }

  private func row(
    _ name: String, rank: Double, half: Double, y: Double, _ x: Scale
  ) -> [Markup] {
    let ends = [rank - half, rank + half].map { min(max(x.place($0), x.start), x.end) }
    return [
      PlotFrame.text(String(PlainText.oneLine(name).prefix(18)), Self.left - 6, y + 4, "end"),
      PlotFrame.line(ends[0], y, ends[1], y, "l0"),
      .node(
        "g", [:],
        [
          .node("title", [:], "\(name): mean rank \(NumberText.fixed(rank, 2))"),
          FigureStyle.mark(0, x: x.place(rank), y: y, size: 3.6),
        ]),
    ]
  }

  private static func axis(_ x: Scale, _ bottom: Double) -> [Markup] {
    let ticks = x.ticks.flatMap { tick in
      [
        PlotFrame.line(x.place(tick), 8, x.place(tick), bottom, "grid"),
        PlotFrame.text(NumberText.tick(tick), x.place(tick), bottom + 14, "middle"),
      ]
    }
    return ticks + [
      PlotFrame.line(x.start, bottom, x.end, bottom, "axis"),
      PlotFrame.text("mean rank", (x.start + x.end) / 2, bottom + 30, "middle"),
    ]
  }
}
