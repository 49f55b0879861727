import Foundation
import Statistics
import Vocabulary

/// Loss or development score against passes, of the chosen trials.
struct CurveFigure {
  enum Quantity { case loss, score }

  /// Comparable: of one model, task and scheme.
  var cells: [CellResults]
  var quantity: Quantity

  private struct Line {
    var label: String
    var best: Double
    var points: [(x: Double, y: Double)]
  }

  /// Nil without a curve.
  var figure: Figure? {
    let all = lines
    let lines = Array(all.sorted { $0.best > $1.best }.prefix(FigureStyle.count))
    guard let cell = cells.first?.summary, !lines.isEmpty else { return nil }
    let points = lines.flatMap(\.points)
    let name = quantity == .loss ? "training loss" : "development score, %"
    var frame = PlotFrame(
      x: (.decades, points.map(\.x)), y: (.linear, points.map(\.y)),
      most: quantity == .score ? 100 : nil, xTitle: "passes over a batch", yTitle: name,
      legend: lines.map { String($0.label.prefix(40)) })
    frame.hasLines = true
    let left = all.count - lines.count
    return Figure(
      id: quantity == .loss ? "loss" : "score",
      title: "\(cell.model) / \(cell.task) / \(cell.scheme): \(name) against passes",
      caption: "Mean over seeds of the chosen trials; a backward pass counts as two."
        + (quantity == .loss ? " Each point is the mean of a stretch of steps." : "")
        + (left > 0
          ? " The \(FigureStyle.count) of \(all.count) with the best development score." : ""),
      width: PlotFrame.width, height: frame.height,
      content: frame.content + lines.enumerated().flatMap { draw($1, series: $0, frame) })
  }

  private var lines: [Line] {
    zip(CellLabels(cells).labels, cells).compactMap { label, cell in
      let points = quantity == .loss ? Self.losses(of: cell) : Self.scores(of: cell)
      let best = Moments(cell.bestScores).mean ?? 0
      return points.isEmpty ? nil : Line(label: label, best: best, points: points)
    }
  }

  /// Passes and mean training loss over the seeds, of stretches of steps.
  static func losses(of cell: CellResults) -> [(x: Double, y: Double)] {
    let trials = cell.chosenTrials
    guard let first = trials.first else { return [] }
    return stretches(of: trials.map(\.curve.count).min() ?? 0).compactMap { stretch in
      let values = trials.flatMap { $0.curve[stretch] }.filter(\.isFinite).map(Double.init)
      guard let mean = Moments(values).mean else { return nil }
      return (Double(stretch.upperBound) * first.passesPerStep, mean)
    }
  }

  /// At most 24 ranges of steps, each a constant factor longer than the one before, but never so
  /// short that the noise of single batches hides the curve.
  private static func stretches(of count: Int) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let ends = (0...24).map { Int(pow(Double(count), Double($0) / 24).rounded()) }
    let shortest = max(1, count / 24)
    var start = 0
    return ends.compactMap { end in
      guard end - start >= shortest || end == count, end > start else { return nil }
      defer { start = end }
      return start..<end
    }
  }

  /// Passes and mean development score over the seeds, in percent.
  static func scores(of cell: CellResults) -> [(x: Double, y: Double)] {
    let trials = cell.chosenTrials
    guard let first = trials.first else { return [] }
    return first.dev.compactMap { point in
      let seeds = trials.compactMap { trial in trial.dev.first { $0.step == point.step }?.score }
      guard point.step > 0, seeds.count == trials.count, let mean = Moments(seeds).mean else {
        return nil
      }
      return (Double(point.step) * first.passesPerStep, 100 * mean)
    }
  }

  private func draw(_ line: Line, series: Int, _ frame: PlotFrame) -> [Markup] {
    let places = line.points.map { (x: frame.x.place($0.x), y: frame.y.place($0.y)) }
    let list = places.map { "\(pixels($0.x)),\(pixels($0.y))" }.joined(separator: " ")
    let marked = quantity == .loss ? Array(places.suffix(1)) : places
    return [.node("polyline", ["class": "l\(series)", "points": list])]
      + marked.map { place in
        .node(
          "g", [:],
          [
            .node("title", [:], line.label),
            FigureStyle.mark(series, x: place.x, y: place.y, size: 3.2),
          ])
      }
  }
}
