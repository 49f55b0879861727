/// An answer as SQuAD's official evaluation compares it.
///
/// Rajpurkar et al. 2016 (arXiv 1606.05250). Lower case, without ASCII punctuation, without the
/// words a, an and the, single spaces.
package struct NormalizedAnswer: Hashable, Sendable {
  package let words: [String]

  package init(_ text: String) {
    let bare = String(
      String.UnicodeScalarView(text.lowercased().unicodeScalars.filter { !Self.isPunctuation($0) }))
    words = Self.withoutArticles(bare).unicodeScalars.split(whereSeparator: \.isWhiteSpace)
      .map { String($0) }
  }

  package var text: String { words.joined(separator: " ") }

  /// The characters of Python's `string.punctuation`.
  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (0x21...0x7E).contains(scalar.value) && !isWord(scalar) || scalar == "_"
  }

  /// Articles between word borders as a regular expression sees them, replaced by a space.
  private static func withoutArticles(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let first = rest.first {
      guard isWord(first) else {
        result.append(rest.removeFirst())
        continue
      }
      let word = rest.prefix(while: isWord)
      rest = rest[word.endIndex...]
      if ["a", "an", "the"].contains(String(word)) { result.append(" ") } else { result += word }
    }
    return String(result)
  }

  /// Letters, numbers and the underscore: `\w`.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      true
    default: scalar == "_"
    }
  }
}
