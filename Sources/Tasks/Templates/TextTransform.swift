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

extension String {
  /// Without spaces at both ends; line ends stay.
  var trimmingSpaces: String { trimming { $0 == " " } }

  /// Without white space of any kind at both ends, as Python's `strip`.
  var trimmingWhiteSpace: String { trimming(\.isWhiteSpace) }

  /// Without white space of any kind at the end, as Python's `rstrip`.
  var trimmingWhiteSpaceAtEnd: String {
    let scalars = unicodeScalars
    guard let last = scalars.lastIndex(where: { !$0.isWhiteSpace }) else { return "" }
    return String(scalars[...last])
  }

  /// Without white space of any kind at the beginning and spaces at the end, as a whole text is
  /// given to a model.
  var trimmingAsWhole: String {
    String(String.UnicodeScalarView(unicodeScalars.drop(while: \.isWhiteSpace))).trimmingSpaces
  }

  private func trimming(_ isMargin: (Unicode.Scalar) -> Bool) -> String {
    let start = unicodeScalars.drop(while: isMargin)
    guard let last = start.lastIndex(where: { !isMargin($0) }) else { return "" }
    return String(start[...last])
  }
}

extension Unicode.Scalar {
  /// What Python's `strip` and `split` take for white space: Unicode's, and the separators of
  /// ASCII.
  var isWhiteSpace: Bool {
    properties.isWhitespace || (0x1C...0x1F).contains(value)
  }
}
