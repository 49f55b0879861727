/// A piece of HTML or SVG as a value; text is escaped when it is written.
package indirect enum Markup: Hashable, Sendable {
  case text(String)
  case element(String, [Attribute], [Markup])
  case group([Markup])

  package struct Attribute: Hashable, Sendable {
    var name: String
    var value: String
  }

  static func node(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
  ) -> Markup {
    .element(name, attributes.map { Attribute(name: $0.key, value: $0.value) }, children)
  }

  static func node(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ text: String
  ) -> Markup {
    node(name, attributes, [.text(text)])
  }

  /// HTML's elements without content.
  private static let void: Set = ["meta", "br", "hr", "link"]

  package var source: String {
    switch self {
    case .text(let text): return Self.escaped(text)
    case .group(let children): return children.map(\.source).joined()
    case .element(let name, let attributes, let children):
      let list = attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
      if Self.void.contains(name) { return "<\(name)\(list)>" }
      return "<\(name)\(list)>" + children.map(\.source).joined() + "</\(name)>"
    }
  }

  /// Safe as text and inside of double quotes.
  static func escaped(_ text: String) -> String {
    var safe = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "\n", "\t": safe.unicodeScalars.append(scalar)
      // XML has no way to write these.
      case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}": safe += "\u{fffd}"
      default: safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
