/// A drawing with what it shows, as a value.
package struct Figure: Sendable {
  /// A file name without an ending.
  package var id: String
  package var title: String
  /// What a reader must know, in one or two sentences.
  package var caption: String
  var width: Double
  var height: Double
  var content: [Markup]

  /// The drawing for a page that has the style `FigureStyle` already.
  var embedded: Markup {
    .node(
      "svg",
      [
        "viewBox": "0 0 \(pixels(width)) \(pixels(height))", "role": "img", "class": "figure",
        "aria-label": title,
      ], content)
  }

  /// The drawing as a file of its own, for papers: light, on white.
  package var svg: String {
    let svg = Markup.node(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": pixels(width), "height": pixels(height),
        "viewBox": "0 0 \(pixels(width)) \(pixels(height))", "class": "figure",
      ],
      [
        .node("title", [:], title), .node("desc", [:], caption),
        .node("style", [:], FigureStyle.light),
        .node("rect", ["width": pixels(width), "height": pixels(height), "fill": "#ffffff"]),
      ] + content)
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg.source + "\n"
  }
}

/// A length as SVG writes it, to a tenth of a pixel.
func pixels(_ value: Double) -> String {
  let rounded = (10 * value).rounded() / 10
  return rounded == rounded.rounded() ? NumberText.fixed(rounded, 0) : NumberText.fixed(rounded, 1)
}

/// Colors and lines of figures.
///
/// The colors are those of Okabe and Ito (2008), which people with any color vision tell apart,
/// darkened or lightened where their contrast with the page is small; shapes and dashes repeat what
/// colors say.
enum FigureStyle {
  /// How many series are distinguishable.
  static let count = 8

  private static let lightColors = [
    "#0072b2", "#d55e00", "#007f5f", "#b5478a", "#b87a00", "#2f8fc4", "#222222", "#7a7a7a",
  ]
  private static let darkColors = [
    "#5ab4f0", "#ff8a4c", "#35d0a5", "#ee9fce", "#f0b840", "#a5dcff", "#f2f2f2", "#9a9a9a",
  ]

  static let light = rules(lightColors, text: "#222222", grid: "#dddddd", paper: "#ffffff")
  static let dark = rules(darkColors, text: "#e6e6e6", grid: "#3a3d42", paper: "#16181c")

  private static let dashes = ["", "6 3", "2 2", "8 3 2 3", "", "6 3", "2 2", "8 3 2 3"]

  private static func rules(
    _ colors: [String], text: String, grid: String, paper: String
  ) -> String {
    let series = colors.enumerated().map { index, color in
      let dash = dashes[index].isEmpty ? "" : "stroke-dasharray:\(dashes[index])"
      return ".figure .f\(index){fill:\(color)}"
        + ".figure .l\(index){fill:none;stroke:\(color);stroke-width:1.8;\(dash)}"
    }
    return """
      .figure text{font:11px system-ui,'DejaVu Sans',sans-serif;fill:\(text)}
      .figure .grid{stroke:\(grid);stroke-width:1}
      .figure .axis{stroke:\(text);stroke-width:1;fill:none}
      .figure .front{stroke:\(text);stroke-width:1;fill:none;stroke-dasharray:3 3;opacity:.6}
      .figure .front.zo{stroke-dasharray:1 3;stroke-width:1.6}
      .figure .mark{stroke:\(paper);stroke-width:.8}
      .figure .label{paint-order:stroke;stroke:\(paper);stroke-width:3px}
      .figure .end{text-anchor:end}.figure .middle{text-anchor:middle}
      \(series.joined(separator: "\n"))
      """
  }

  /// A mark of the series' shape around (x, y).
  static func mark(_ series: Int, x: Double, y: Double, size r: Double = 4.5) -> Markup {
    let shape = series % count
    let points: [(Double, Double)]
    switch shape {
    case 1: points = [(-r, -r), (r, -r), (r, r), (-r, r)]
    case 2: points = [(0, -1.2 * r), (1.2 * r, r), (-1.2 * r, r)]
    case 3: points = [(0, -1.3 * r), (1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0)]
    case 4: points = [(0, 1.2 * r), (1.2 * r, -r), (-1.2 * r, -r)]
    case 5: points = [(-1.2 * r, 0), (r, 1.2 * r), (r, -1.2 * r)]
    case 6: points = [(1.2 * r, 0), (-r, 1.2 * r), (-r, -1.2 * r)]
    default:
      return .node(
        "circle", ["class": "mark f\(shape)", "cx": pixels(x), "cy": pixels(y), "r": pixels(r)])
    }
    let list = points.map { "\(pixels(x + $0.0)),\(pixels(y + $0.1))" }.joined(separator: " ")
    return .node("polygon", ["class": "mark f\(shape)", "points": list])
  }
}
