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
