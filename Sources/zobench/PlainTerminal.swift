import Foundation

/// A terminal that shows ASCII only, because its locale is `C`.
enum PlainTerminal {
  /// Whether the environment asks for it; one that says nothing does not.
  static func isAsked(_ environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale == "C" || locale == "POSIX"
  }

  /// The text in ASCII; each character in the place of one, so that columns stay.
  static func ascii(_ text: String) -> String {
    String(text.map { character in character.isASCII ? character : other[character] ?? "?" })
  }

  private static let other: [Character: Character] = [
    "·": "-", "…": "~", "±": "~", "−": "-", "→": ">", "×": "x", "†": "+", "≤": "<", "≥": ">",
    "▁": "_", "▂": "_", "▃": "-", "▄": "-", "▅": "=", "▆": "=", "▇": "#", "█": "#",
  ]
}
