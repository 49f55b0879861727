import Foundation
import Vocabulary

/// Axes, grid and legend around a plot.
struct PlotFrame {
  static let width = 400.0
  private static let left = 46.0
  private static let right = 12.0
  private static let top = 8.0
  private static let plotHeight = 220.0
  private static let legendLine = 16.0
  /// Of an average character of the figures' font.
  static let characterWidth = 6.2

  var x: Scale
  var y: Scale
  var xTitle: String
  var yTitle: String
  var legend: [String]
  /// Whether the legend shows lines instead of marks.
  var hasLines = false

  /// - Parameter most: what no value of the vertical axis can exceed.
  init(
    x: (Scale.Kind, [Double]), y: (Scale.Kind, [Double]), most: Double? = nil, xTitle: String,
    yTitle: String, legend: [String]
  ) {
    self.x = Scale(x.0, covering: x.1, from: Self.left, to: Self.width - Self.right)
    self.y = Scale(y.0, covering: y.1, from: Self.top + Self.plotHeight, to: Self.top, most: most)
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.legend = legend
  }

  var height: Double { legendTop + Double(legendRows.count) * Self.legendLine + 4 }

  /// Everything but the data.
  var content: [Markup] { grid + axes + legendMarkup }

  private var grid: [Markup] {
    let bottom = Self.top + Self.plotHeight
    let vertical = x.ticks.flatMap { tick -> [Markup] in
      let place = x.place(tick)
      return [
        Self.line(place, Self.top, place, bottom, "grid"),
        Self.text(NumberText.tick(tick), place, bottom + 14, "middle"),
      ]
    }
    let horizontal = y.ticks.flatMap { tick -> [Markup] in
      let place = y.place(tick)
      return [
        Self.line(Self.left, place, Self.width - Self.right, place, "grid"),
        Self.text(NumberText.tick(tick), Self.left - 5, place + 4, "end"),
      ]
    }
    return vertical + horizontal
  }

  private var axes: [Markup] {
    let bottom = Self.top + Self.plotHeight
    let middle = Self.top + Self.plotHeight / 2
    return [
      Self.line(Self.left, bottom, Self.width - Self.right, bottom, "axis"),
      Self.line(Self.left, Self.top, Self.left, bottom, "axis"),
      Self.text(xTitle, (Self.left + Self.width - Self.right) / 2, bottom + 30, "middle"),
      .node(
        "text",
        [
          "class": "middle",
          "transform": "translate(11 \(pixels(middle))) rotate(-90)",
        ], yTitle),
    ]
  }

  private var legendTop: Double { Self.top + Self.plotHeight + 38 }

  /// Indices of the series per line.
  private var legendRows: [[Int]] {
    legend.indices.reduce(into: [[Int]]()) { rows, index in
      let used = (rows.last ?? []).reduce(0) { $0 + entryWidth($1) }
      if rows.isEmpty || used + entryWidth(index) > Self.width - 8 {
        rows.append([index])
      } else {
        rows[rows.count - 1].append(index)
      }
    }
  }

  private func entryWidth(_ index: Int) -> Double {
    36 + Self.characterWidth * Double(legend[index].count)
  }

  private var legendMarkup: [Markup] {
    legendRows.enumerated().flatMap { row, indices -> [Markup] in
      let y = legendTop + (Double(row) + 0.5) * Self.legendLine
      var x = 8.0
      return indices.flatMap { index -> [Markup] in
        defer { x += entryWidth(index) }
        let line = hasLines ? [Self.line(x, y, x + 20, y, "l\(index)")] : []
        return line + [
          FigureStyle.mark(index, x: x + 10, y: y, size: hasLines ? 3.2 : 4.5),
          Self.text(legend[index], x + 25, y + 4, ""),
        ]
      }
    }
  }

  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
  ) -> Markup {
    .node(
      "line",
      [
        "class": style, "x1": pixels(x1), "y1": pixels(y1), "x2": pixels(x2), "y2": pixels(y2),
      ])
  }

  static func text(_ text: String, _ x: Double, _ y: Double, _ style: String) -> Markup {
    .node("text", ["class": style, "x": pixels(x), "y": pixels(y)], text)
  }
}

/// Values on an axis: where they are drawn, and which are named.
struct Scale {
  enum Kind { case linear, decades, octaves }

  var kind: Kind
  var low: Double
  var high: Double
  /// Pixels of `low` and `high`.
  var start: Double
  var end: Double

  /// Covers `values` with a margin; those that a logarithm does not take are left out.
  ///
  /// - Parameter most: no value can be larger, so the axis ends a mark's size above it.
  init(
    _ kind: Kind, covering values: [Double], from start: Double, to end: Double,
    most limit: Double? = nil
  ) {
    self.kind = kind
    self.start = start
    self.end = end
    let usable = values.filter { $0.isFinite && (kind == .linear || $0 > 0) }
    let least = usable.min() ?? 1
    let most = usable.max() ?? 2
    if kind == .linear {
      let margin = most > least ? 0.05 * (most - least) : max(abs(most) * 0.1, 0.5)
      (low, high) = (least - margin, most + margin)
      if let limit { high = min(high, limit + 0.02 * (limit - low)) }
    } else {
      let factor = most > least ? pow(most / least, 0.06) : 1.5
      (low, high) = (least / factor, most * factor)
    }
  }

  func place(_ value: Double) -> Double {
    let share =
      kind == .linear ? (value - low) / (high - low) : log(value / low) / log(high / low)
    return start + share * (end - start)
  }

  /// About five values to name.
  var ticks: [Double] {
    switch kind {
    case .linear: linearTicks
    case .decades: geometric(base: 10, fine: [1, 2, 5])
    case .octaves: geometric(base: 2, fine: [1, 1.25, 1.5, 1.75])
    }
  }

  private var linearTicks: [Double] {
    let rough = (high - low) / 5
    let power = pow(10, floor(log10(rough)))
    let step = ([1, 2, 5, 10].first { $0 * power >= rough } ?? 10) * power
    let first = (low / step).rounded(.up)
    return (0..<20).map { (first + Double($0)) * step }.filter { $0 <= high }
  }

  /// Powers of the base, with numbers between where these are few, and without some where many.
  private func geometric(base: Double, fine: [Double]) -> [Double] {
    let first = Int(floor(log(low) / log(base)))
    let last = Int(ceil(log(high) / log(base)))
    let powers = (first...max(first, last)).map { pow(base, Double($0)) }
    func visible(_ values: [Double]) -> [Double] { values.filter { (low...high).contains($0) } }
    let coarse = visible(powers)
    if coarse.count < 3 {
      let some = visible(powers.flatMap { power in fine.map { $0 * power } })
      return some.count > 1 ? some : linearTicks
    }
    let every = (coarse.count + 6) / 7
    return coarse.enumerated().filter { $0.offset % every == 0 }.map(\.element)
  }
}

/// Finds room for labels beside points, so that none covers another or leaves the plot.
struct LabelPlacer {
  private struct Box {
    var left, top, right, bottom: Double

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private var taken: [Box]
  private let bounds: Box

  /// - Parameter points: places of marks, which labels keep clear of.
  init(points: [(x: Double, y: Double)], x: ClosedRange<Double>, y: ClosedRange<Double>) {
    taken = []
    bounds = Box(left: x.lowerBound, top: y.lowerBound, right: x.upperBound, bottom: y.upperBound)
    avoid(points)
  }

  /// Labels that are placed from now on keep clear of these points, too.
  mutating func avoid(_ points: [(x: Double, y: Double)]) {
    taken += points.map { Box(left: $0.x - 5, top: $0.y - 5, right: $0.x + 5, bottom: $0.y + 5) }
  }

  /// The left end of the base line of a label for the point; nil when there is no room.
  ///
  /// Farther away than 16, a label would seem to be another point's, unless that is marked.
  ///
  /// - Parameter onLine: whether the place at the right on the point's own height is the first
  ///   choice, as where points stand in a column.
  mutating func place(
    _ text: String, at point: (x: Double, y: Double), within distances: [Double] = [8, 16],
    onLine: Bool = false
  ) -> (x: Double, y: Double)? {
    let width = PlotFrame.characterWidth * Double(text.count)
    if onLine {
      for distance in distances where claim(x: point.x + distance, y: point.y + 4, width: width) {
        return (point.x + distance, point.y + 4)
      }
    }
    for distance in distances {
      let places = [
        (point.x + 8, point.y + distance + 6), (point.x + 8, point.y - distance + 2),
        (point.x + distance, point.y + 4), (point.x - distance - width, point.y + 4),
        (point.x - width / 2, point.y + distance + 8), (point.x - width / 2, point.y - distance),
        (point.x - 8 - width, point.y + distance + 6), (point.x - 8 - width, point.y - distance),
        (point.x - 18, point.y - distance), (point.x - 18, point.y + distance + 8),
      ]
      for place in places where claim(x: place.0, y: place.1, width: width) {
        return (place.0, place.1)
      }
    }
    return nil
  }

  private mutating func claim(x: Double, y: Double, width: Double) -> Bool {
    let box = Box(left: x - 1, top: y - 10, right: x + width + 1, bottom: y + 3)
    guard box.left >= bounds.left, box.right <= bounds.right, box.top >= bounds.top,
      box.bottom <= bounds.bottom, !taken.contains(where: box.meets)
    else { return false }
    taken.append(box)
    return true
  }
}
