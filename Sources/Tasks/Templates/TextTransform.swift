/// What a template may do to a field before it stands in a prompt: `{premise|dropFullStop}`.
package enum TextTransform: String, CaseIterable, Sendable {
  /// Without white space at both ends.
  case strip
  /// All letters in lower case.
  case lowercase
  /// The text up to the first space in lower case, unless that is `I`.
  case lowerFirstWord
  /// Without white space at the end, then without a full stop there; a space before that stays.
  case dropFullStop
  /// With a question mark at its end and a capital at its beginning.
  case question
  /// `because` for `cause`, `so` for `effect`.
  case connective
  /// The text before the only `_`, and after it.
  case beforeBlank, afterBlank
  /// `- ` for each line `@highlight`, as the news summaries of ReCoRD.
  case highlights

  /// The text transformed; nil when it is not of the form that this needs.
  func apply(_ text: String) -> String? {
    switch self {
    case .strip: return text.trimmingWhiteSpace
    case .lowercase: return text.lowercased()
    case .lowerFirstWord: return Self.lowerFirstWord(text)
    case .dropFullStop:
      let text = text.trimmingWhiteSpaceAtEnd
      return text.hasSuffix(".") ? String(text.dropLast()) : text
    case .question: return Self.question(text)
    case .connective: return ["cause": "because", "effect": "so"][text]
    case .beforeBlank: return Self.blank(text)?.before
    case .afterBlank: return Self.blank(text)?.after
    case .highlights: return text.replacing("@highlight\n", with: "- ")
    }
  }

  /// What `apply` needs, for problems.
  var need: String {
    switch self {
    case .connective: "'cause' or 'effect'"
    case .beforeBlank, .afterBlank: "a text with exactly one '_'"
    default: "a text"
    }
  }

  private static func lowerFirstWord(_ text: String) -> String {
    let end = text.firstIndex(of: " ") ?? text.endIndex
    return text[..<end] == "I" ? text : text[..<end].lowercased() + text[end...]
  }

  private static func question(_ text: String) -> String {
    let asked = text.hasSuffix("?") ? text : text + "?"
    return asked.prefix(1).uppercased() + asked.dropFirst()
  }

  private static func blank(_ text: String) -> (before: String, after: String)? {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
  }
}
