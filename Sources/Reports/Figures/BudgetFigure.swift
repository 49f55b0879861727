import Vocabulary

/// The share of the loss gap that methods have closed within each budget, under one scheme.
struct BudgetFigure {
  var gains: BudgetGains

  private struct Line {
    var label: String
    var points: [(x: Double, y: Double)]
  }

  /// Nil without two budgets that a method was read out at.
  var figure: Figure? {
    let lines = lines
    guard !lines.isEmpty else { return nil }
    let points = lines.flatMap(\.points)
    var frame = PlotFrame(
      x: (.decades, points.map(\.x)), y: (.linear, points.map(\.y)), xTitle: "passes over a batch",
      yTitle: "gap closed, %", legend: lines.map { String($0.label.prefix(40)) })
    frame.hasLines = true
    let left = gains.rows.count - lines.count
    return Figure(
      id: "budgets", title: "Gap closed under \(gains.scheme): share of the loss by budget",
      caption: "Of the test loss between \(LossGap.start) and \(LossGap.end), the mean over "
        + "\(gains.blocks.count) blocks. " + LossGap.rule
        + (left > 0 ? " The \(lines.count) of \(gains.rows.count) that close most." : ""),
      width: PlotFrame.width, height: frame.height,
      content: frame.content + lines.enumerated().flatMap { draw($1, series: $0, frame) })
  }

  /// Those that close most, and the baseline whatever it closes.
  private var lines: [Line] {
    let all = gains.rows.compactMap { row -> Line? in
      let points = zip(gains.budgets, row.closed).compactMap { budget, closed in
        closed.map { (x: Double(budget), y: 100 * $0) }
      }
      return points.count > 1 ? Line(label: row.label, points: points) : nil
    }
    let first = all.prefix(FigureStyle.count)
    guard let base = all.first(where: { $0.label == gains.baseline }),
      !first.contains(where: { $0.label == gains.baseline })
    else { return Array(first) }
    return first.dropLast() + [base]
  }

  private func draw(_ line: Line, series: Int, _ frame: PlotFrame) -> [Markup] {
    let places = line.points.map { (x: frame.x.place($0.x), y: frame.y.place($0.y)) }
    let list = places.map { "\(pixels($0.x)),\(pixels($0.y))" }.joined(separator: " ")
    return [.node("polyline", ["class": "l\(series)", "points": list])]
      + places.map { place in
        .node(
          "g", [:],
          [
            .node("title", [:], line.label),
            FigureStyle.mark(series, x: place.x, y: place.y, size: 3.2),
          ])
      }
  }
}
