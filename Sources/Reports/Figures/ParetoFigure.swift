import Foundation
import Statistics
import Vocabulary

/// Test score against peak bytes: what one pays in memory for accuracy.
struct ParetoFigure {
  struct Point {
    var label: String
    /// What is shown when one points at it.
    var name: String
    var series: String
    var kind: MethodClass
    var bytes: Double
    /// In percent.
    var score: Double
  }

  var points: [Point]
  var title: String
  /// What a point is.
  var meaning: String

  /// Nil without a point.
  var figure: Figure? {
    guard !points.isEmpty else { return nil }
    let series = unique(points.map(\.series))
    let unit = ByteText.unit(of: points.map(\.bytes).max() ?? 1)
    let frame = PlotFrame(
      x: (.octaves, points.map { $0.bytes / unit.bytes }), y: (.linear, points.map(\.score)),
      most: 100,
      xTitle: "peak of training, \(unit.name)", yTitle: "test score, %",
      legend: series.count > 1 ? series.map { String($0.prefix(40)) } : [])
    return Figure(
      id: "pareto", title: title,
      caption: meaning + " Joined, and named where there is room: the Pareto fronts, what no other "
        + "beats in both, dashed of all and dotted of zeroth-order methods. Left and up is better. "
        + names.joined(separator: " ") + bests.map { " \(Self.sentence($0))" }.joined(),
      width: PlotFrame.width, height: frame.height,
      content: frame.content + draw(fronts, series, frame, unit.bytes))
  }

  /// The fronts in words.
  private var names: [String] {
    zip(fronts, ["Of all", "Zeroth-order"]).map { front, title in
      let points = front.map { "\($0.label) \(NumberText.bytes(Int($0.bytes)))" }
      return title + ": " + points.joined(separator: ", ") + "."
    }
  }

  /// Of all points, and of zeroth-order methods where that is another one.
  var fronts: [[Point]] {
    let all = Self.front(of: points)
    let zerothOrder = Self.front(of: points.filter { $0.kind == .zerothOrder })
    return zerothOrder.map(\.name) == all.map(\.name) ? [all] : [all, zerothOrder]
  }

  /// From the smallest: each that is better than all with fewer bytes.
  private static func front(of points: [Point]) -> [Point] {
    var best = -1.0
    return points.sorted { ($0.bytes, -$0.score) < ($1.bytes, -$1.score) }.filter { point in
      defer { best = max(best, point.score) }
      return point.score > best
    }
  }

  /// The highest score of each class that trains; of equal ones the smallest.
  private var bests: [Point] {
    [MethodClass.zerothOrder, .withGradients].compactMap { kind in
      points.filter { $0.kind == kind }.max { ($0.score, -$0.bytes) < ($1.score, -$1.bytes) }
    }
  }

  private static func title(_ best: Point) -> String {
    "best \(best.kind == .zerothOrder ? "ZO" : "FO"): \(best.label)"
  }

  private static func sentence(_ best: Point) -> String {
    "Best \(best.kind == .zerothOrder ? "zeroth-order (ZO)" : "first-order (FO)"): \(best.label), "
      + "\(NumberText.fixed(best.score, 1)) % at \(NumberText.bytes(Int(best.bytes)))."
  }

  private func draw(
    _ fronts: [[Point]], _ series: [String], _ frame: PlotFrame, _ unit: Double
  ) -> [Markup] {
    func place(_ point: Point) -> (x: Double, y: Double) {
      (frame.x.place(point.bytes / unit), frame.y.place(point.score))
    }
    let marks = points.map { point -> Markup in
      let index = (series.firstIndex(of: point.series) ?? 0) % FigureStyle.count
      let (x, y) = place(point)
      let title =
        "\(point.name): \(NumberText.fixed(point.score, 1)) %, "
        + NumberText.bytes(Int(point.bytes))
      return .node("g", [:], [.node("title", [:], title), FigureStyle.mark(index, x: x, y: y)])
    }
    // Labels keep clear of the marks and, but for those of the best, of the lines.
    var placer = LabelPlacer(
      points: points.map(place), x: frame.x.start...frame.x.end, y: frame.y.end...frame.y.start)
    let bests = points.count > 2 ? bests : []
    var labels = bests.reversed().compactMap {
      label(Self.title($0), at: place($0), &placer, within: [8, 16, 20, 24])
    }
    placer.avoid(fronts.flatMap { Self.samples(of: $0.map(place)) })
    var named = Set(bests.map(\.name))
    // The question is about zeroth-order methods: theirs come first.
    for point in fronts.reversed().flatMap({ $0.reversed() }) {
      guard named.insert(point.name).inserted else { continue }
      if let label = label(point.label, at: place(point), &placer) { labels.append(label) }
    }
    let rings = bests.map { best in
      let (x, y) = place(best)
      return Markup.node(
        "circle", ["class": "axis", "cx": pixels(x), "cy": pixels(y), "r": "7.5"])
    }
    let lines = zip(fronts, ["front", "front zo"]).map { steps($0.map(place), $1) }
    return lines + marks + rings + labels
  }

  private func label(
    _ text: String, at place: (x: Double, y: Double), _ placer: inout LabelPlacer,
    within distances: [Double] = [8, 16]
  ) -> Markup? {
    placer.place(text, at: place, within: distances).map {
      PlotFrame.text(text, $0.x, $0.y, "label")
    }
  }

  /// Points along the stairs, close enough that no label fits between two.
  private static func samples(
    of places: [(x: Double, y: Double)]
  ) -> [(x: Double, y: Double)] {
    zip(places, places.dropFirst()).flatMap { from, to in
      stride(from: from.x, to: to.x, by: 9).map { ($0, from.y) }
        + stride(from: to.y, to: from.y, by: 9).map { (to.x, $0) }
    }
  }

  private func steps(_ places: [(x: Double, y: Double)], _ style: String) -> Markup {
    let path = places.enumerated().map { index, place in
      index == 0
        ? "M\(pixels(place.x)) \(pixels(place.y))" : "H\(pixels(place.x))V\(pixels(place.y))"
    }.joined()
    return .node("path", ["class": style, "d": path])
  }
}

extension ParetoFigure {
  /// - Parameter cells: comparable, of one model and task.
  init(cells: [CellResults]) {
    let labels = CellLabels(cells).labels
    let schemes = Set(cells.map(\.summary.scheme))
    points = cells.indices.compactMap { index in
      let cell = cells[index].summary
      guard let score = cell.scoreMean, let bytes = cell.heldBytes else { return nil }
      let byOptimizer = cells.count <= FigureStyle.count ? labels[index] : "all optimizers"
      return Point(
        label: schemes.count > 1 ? "\(labels[index]) \(cell.scheme)" : labels[index],
        name: cells[index].cell.name, series: schemes.count > 1 ? cell.scheme : byOptimizer,
        kind: MethodClass([cells[index]]), bytes: Double(bytes), score: 100 * score)
    }
    title = cells.first.map { "\($0.summary.model) / \($0.summary.task): " } ?? ""
    title += "score against peak bytes"
    meaning = "Each point is a cell, mean over seeds."
  }

  /// One point per optimizer and scheme, over the models and tasks that all were tried in.
  init(over set: ResultSet) {
    let blocks = Blocks(set).all
    let schemes = unique(blocks.map(\.scheme))
    points = schemes.flatMap { scheme in
      let asked = blocks.filter { $0.scheme == scheme }
      return Blocks.labels(of: asked).compactMap { label -> Point? in
        let members = asked.compactMap { $0.cells[label] }
        let cells = members.map(\.summary)
        let scores = cells.compactMap(\.scoreMean)
        let bytes = cells.compactMap(\.heldBytes).map { log(Double($0)) }
        guard scores.count == asked.count, bytes.count == asked.count,
          let score = Moments(scores).mean, let size = Moments(bytes).mean
        else { return nil }
        let name = label == "none" ? scheme : "\(label) \(scheme)"
        let kind = MethodClass(asked.compactMap { $0.cells[label] })
        return Point(
          label: name, name: name, series: scheme, kind: kind, bytes: exp(size),
          score: 100 * score)
      }
    }
    title = "All models and tasks: mean score against peak bytes"
    let pairs = Set(blocks.map { [$0.model, $0.task] }).count
    meaning =
      "Each point is an optimizer and scheme: mean score and geometric mean of peaks over \(pairs) "
      + "pairs of model and task."
  }
}
