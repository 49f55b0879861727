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
