import Foundation
import Vocabulary

/// What the parts of a step reach below what the machine can do: a roofline (Williams, Waterman and
/// Patterson 2009, doi:10.1145/1498765.1498785).
///
/// A part with products stands at its FLOP per byte. One without stands at the left edge, at the
/// height of its bytes per second: as far below the slanted roof as its rate is below memory's.
package struct RooflineFigure {
  /// A kind of operation, a phase, or the whole step.
  package struct Part {
    package var name: String
    package var seconds: Double
    /// Of the step.
    package var share: Double
    /// Floating-point operations; 0 for what only moves bytes.
    package var flops: Double
    /// Bytes that it must move.
    package var bytes: Double

    package init(name: String, seconds: Double, share: Double, flops: Double, bytes: Double) {
      (self.name, self.seconds, self.share) = (name, seconds, share)
      (self.flops, self.bytes) = (flops, bytes)
    }

    var hasProducts: Bool { flops > 0 && bytes > 0 && seconds > 0 }
    var isMoving: Bool { flops == 0 && bytes > 0 && seconds > 0 }
    /// FLOP per byte.
    var intensity: Double { flops / bytes }
    var gigabytesPerSecond: Double { bytes / seconds * 1e-9 }
    /// 10⁹ a second, of a part without products as if it stood at `edge`.
    func gflops(edge: Double) -> Double {
      hasProducts ? flops / seconds * 1e-9 : gigabytesPerSecond * edge
    }
  }

  private let title: String
  private let setting: String
  private let roofs: Roofs
  private let parts: [Part]

  /// Without products, parts that take less of a step are named in the caption alone.
  private static let leastShare = 0.03

  package init(title: String, setting: String, roofs: Roofs, parts: [Part]) {
    (self.title, self.setting, self.roofs, self.parts) = (title, setting, roofs, parts)
  }

  package var figure: Figure {
    let (drawn, frame) = (drawn, frame)
    return Figure(
      id: "roofline", title: title, caption: caption, width: PlotFrame.width,
      height: frame.height, content: frame.content + draw(drawn, in: frame))
  }

  /// Those with products, then those that move bytes, each in their order.
  private var drawn: [Part] {
    parts.filter(\.hasProducts)
      + parts.filter { $0.isMoving && $0.share >= Self.leastShare }
  }

  /// FLOP per byte from the left edge to the other.
  private var reach: (edge: Double, end: Double) {
    let known = parts.filter(\.hasProducts).map(\.intensity) + [roofs.ridge]
    return ((known.min() ?? 1) / 4, (known.max() ?? 1) * 4)
  }

  private var frame: PlotFrame {
    let (drawn, reach) = (drawn, reach)
    let ends = [reach.edge, reach.end]
    // The slanted roof begins at the axis.
    let start = Scale(.decades, covering: ends, from: 0, to: 1).low * roofs.gigabytesPerSecond
    let top = max(roofs.gflops, roofs.halfGflops ?? 0)
    // Room above the roofs for what is written there.
    let rates = drawn.map { $0.gflops(edge: reach.edge) } + [start, 1.5 * top]
    return PlotFrame(
      x: (.decades, ends), y: (.decades, rates), xTitle: "FLOP per byte", yTitle: "GFLOP/s",
      legend: drawn.map(Self.name))
  }

  private static func name(_ part: Part) -> String {
    "\(part.name) \(NumberText.fixed(100 * part.share, part.share < 0.095 ? 1 : 0)) %"
  }

  private var caption: String {
    let edge =
      drawn.contains(where: \.isMoving)
      ? " At the left edge: what multiplies nothing, at its bytes per second." : ""
    let product = NumberText.fixed(roofs.gflops, 0) + " GFLOP/s of large products"
    let memory = NumberText.fixed(roofs.gigabytesPerSecond, 1) + " GB/s of memory"
    return "\(setting). The roofs, measured in the same run: \(product), \(memory). Marks are "
      + "larger the more of the step they take. Bytes are those that must be moved at the least; "
      + "what stands above the slanted roof is fed by caches." + edge + leftOut
  }

  /// What is not drawn, in words.
  private var leftOut: String {
    let small = parts.filter { $0.isMoving && $0.share < Self.leastShare }
    let idle = parts.filter { !$0.hasProducts && !$0.isMoving }.map(\.name)
    let together = NumberText.fixed(100 * small.reduce(0) { $0 + $1.share }, 1)
    let bound = NumberText.fixed(100 * Self.leastShare, 0)
    let names = small.map(\.name).joined(separator: ", ")
    return
      (small.isEmpty
      ? "" : " Below \(bound) % each, together \(together) %, and not drawn: \(names).")
      + (idle.isEmpty ? "" : " Nothing is counted of \(idle.joined(separator: ", ")).")
  }
}

extension RooflineFigure {
  private typealias Place = (x: Double, y: Double)

  private func draw(_ drawn: [Part], in frame: PlotFrame) -> [Markup] {
    let places = drawn.map { part -> Place in
      (
        frame.x.place(part.hasProducts ? part.intensity : reach.edge),
        frame.y.place(part.gflops(edge: reach.edge))
      )
    }
    // Small marks lie on large ones.
    let order = drawn.indices.sorted { drawn[$0].share > drawn[$1].share }
    let marks = order.map { index in
      let part = drawn[index]
      return Markup.node(
        "g", [:],
        [
          .node("title", [:], tooltip(part)),
          FigureStyle.mark(
            index, x: places[index].x, y: places[index].y, size: 3 + 6 * part.share.squareRoot()),
        ])
    }
    return roofLines(frame) + marks + labels(drawn, places, frame)
  }

  private func tooltip(_ part: Part) -> String {
    let rate =
      part.hasProducts
      ? "\(NumberText.magnitude(part.gflops(edge: 0))) GFLOP/s at "
        + "\(NumberText.magnitude(part.intensity)) FLOP/byte"
      : "\(NumberText.magnitude(part.gigabytesPerSecond)) GB/s"
    return "\(Self.name(part)): \(rate)"
  }

  /// Names where there is room; the legend has them all.
  private func labels(_ drawn: [Part], _ places: [Place], _ frame: PlotFrame) -> [Markup] {
    let corners = corners(frame)
    var placer = LabelPlacer(
      points: places, x: frame.x.start...frame.x.end, y: corners[1].y...frame.y.start)
    // Clear of the slanted roof, and of what is written above it.
    let slant = samples(from: corners[0], to: corners[1])
    placer.avoid(slant + slant.map { ($0.x, $0.y - 10) })
    return zip(drawn, places).sorted { $0.0.share > $1.0.share }.compactMap { part, place in
      placer.place(part.name, at: place, within: [8, 16, 20], onLine: part.isMoving).map {
        PlotFrame.text(part.name, $0.x, $0.y, "label")
      }
    }
  }

  /// Corners of the lower one of both roofs: edge, ridge, end.
  private func corners(_ frame: PlotFrame) -> [Place] {
    let level = frame.y.place(roofs.gflops)
    return [
      (frame.x.start, frame.y.place(roofs.gigabytesPerSecond * frame.x.low)),
      (frame.x.place(roofs.ridge), level), (frame.x.end, level),
    ]
  }

  /// Points of a line, close enough that no label fits between two.
  private func samples(from: Place, to: Place) -> [Place] {
    let count = max(1, Int(hypot(to.x - from.x, to.y - from.y) / 9))
    return (0...count).map { step in
      let part = Double(step) / Double(count)
      return (from.x + part * (to.x - from.x), from.y + part * (to.y - from.y))
    }
  }

  private func roofLines(_ frame: PlotFrame) -> [Markup] {
    let corners = corners(frame)
    let path = "M" + corners.map { "\(pixels($0.x)) \(pixels($0.y))" }.joined(separator: "L")
    let lower = Markup.node("path", ["class": "axis", "d": path])
    let half = roofs.halfGflops.map { rate -> [Markup] in
      let y = frame.y.place(rate)
      let start = frame.x.place(rate / roofs.gigabytesPerSecond)
      return [
        PlotFrame.line(start, y, frame.x.end, y, "front"),
        PlotFrame.text(
          "\(NumberText.fixed(rate, 0)) GFLOP/s in bf16", frame.x.end - 2, y - 4, "label end"),
      ]
    }
    return [lower] + (half ?? []) + roofNames(corners)
  }

  private func roofNames(_ corners: [Place]) -> [Markup] {
    let (edge, ridge, end) = (corners[0], corners[1], corners[2])
    let angle = atan2(ridge.y - edge.y, ridge.x - edge.x) * 180 / .pi
    let middle: Place = ((edge.x + ridge.x) / 2, (edge.y + ridge.y) / 2)
    return [
      PlotFrame.text(
        "\(NumberText.fixed(roofs.gflops, 0)) GFLOP/s", end.x - 2, end.y - 4, "label end"),
      .node(
        "text",
        [
          "class": "label middle",
          "transform": "translate(\(pixels(middle.x)) \(pixels(middle.y))) "
            + "rotate(\(pixels(angle))) translate(0 -4)",
        ], "\(NumberText.fixed(roofs.gigabytesPerSecond, 1)) GB/s"),
    ]
  }
}
