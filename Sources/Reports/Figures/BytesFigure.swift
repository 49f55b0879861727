import Vocabulary

/// Bytes at the training peak by account, a bar per optimizer.
struct BytesFigure {
  /// Comparable: of one model, task and scheme.
  var cells: [CellResults]

  private static let barHeight = 13.0
  private static let pitch = 18.0
  private static let longest = 24

  private struct Bar {
    var label: String
    var bytes: AccountBytes
  }

  /// Nil without a measurement.
  var figure: Figure? {
    let bars = bars
    guard let cell = cells.first?.summary, let most = bars.map(\.bytes.total).max(), most > 0 else {
      return nil
    }
    let left = 12 + PlotFrame.characterWidth * Double(bars.map(\.label.count).max() ?? 0)
    let unit = ByteText.unit(of: Double(most))
    var scale = Scale(.linear, covering: [0, Double(most) / unit.bytes], from: left, to: 340)
    scale.low = 0
    scale.high = Double(most) / unit.bytes
    let legend = legend(bars)
    let bottom = 8 + Self.pitch * Double(bars.count)
    return Figure(
      id: "bytes", title: "\(cell.model) / \(cell.task) / \(cell.scheme): bytes by account",
      caption: "Measured at the joint peak of training, the largest over the seeds; equal to the "
        + "forecast unless the table says otherwise.",
      width: PlotFrame.width, height: bottom + 40 + 16 * Double((legend.count + 3) / 4),
      content: axis(scale, bottom, unit.name)
        + bars.enumerated().flatMap { draw($1, row: $0, scale, unit.bytes) }
        + legendMarkup(legend, top: bottom + 40))
  }

  private var bars: [Bar] {
    zip(CellLabels(cells).labels, cells).compactMap { label, cell in
      MemoryTable.largest(cell).map {
        Bar(label: Self.short(label), bytes: $0.measured.atPeak)
      }
    }
  }

  /// Begin and end of a long label: what tells two apart stands at its end.
  private static func short(_ label: String) -> String {
    label.count <= longest ? label : label.prefix(longest - 13) + "…" + label.suffix(12)
  }

  private func legend(_ bars: [Bar]) -> [Account] {
    Account.allCases.filter { account in bars.contains { $0.bytes[account] > 0 } }
  }

  private func axis(_ scale: Scale, _ bottom: Double, _ unit: String) -> [Markup] {
    scale.ticks.flatMap { tick -> [Markup] in
      let x = scale.place(tick)
      return [
        PlotFrame.line(x, 4, x, bottom, "grid"),
        PlotFrame.text(NumberText.tick(tick), x, bottom + 13, "middle"),
      ]
    } + [PlotFrame.text(unit, (scale.start + scale.end) / 2, bottom + 28, "middle")]
  }

  private func draw(_ bar: Bar, row: Int, _ scale: Scale, _ unit: Double) -> [Markup] {
    let top = 6 + Self.pitch * Double(row)
    var sum = 0.0
    let parts = Account.allCases.filter { bar.bytes[$0] > 0 }.map { account -> Markup in
      let (from, bytes) = (sum, bar.bytes[account])
      sum += Double(bytes) / unit
      let width = scale.place(sum) - scale.place(from)
      return .node(
        "rect",
        [
          "class": "f\(Self.series(account))", "x": pixels(scale.place(from)), "y": pixels(top),
          "width": pixels(width), "height": pixels(Self.barHeight),
        ], [.node("title", [:], "\(bar.label): \(account.title) \(NumberText.bytes(bytes))")])
    }
    let base = top + Self.barHeight - 3
    return [PlotFrame.text(bar.label, scale.start - 5, base, "end")] + parts + [
      PlotFrame.text(NumberText.bytes(bar.bytes.total), scale.place(sum) + 4, base, "")
    ]
  }

  private func legendMarkup(_ accounts: [Account], top: Double) -> [Markup] {
    accounts.enumerated().flatMap { index, account -> [Markup] in
      let (x, y) = (8 + 98 * Double(index % 4), top + 16 * Double(index / 4))
      return [
        .node(
          "rect",
          [
            "class": "f\(Self.series(account))", "x": pixels(x), "y": pixels(y - 5),
            "width": "10", "height": "10",
          ]),
        PlotFrame.text(account.title, x + 15, y + 4, ""),
      ]
    }
  }

  /// A color of its own for each account, so that figures agree.
  private static func series(_ account: Account) -> Int {
    Account.allCases.firstIndex(of: account) ?? 0
  }
}
