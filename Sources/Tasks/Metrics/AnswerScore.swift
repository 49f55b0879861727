/// How well a generated answer fits the accepted ones; for SQuAD and, as upstream, for DROP.
package struct AnswerScore: Hashable, Sendable {
  /// 2PR/(P+R) over shared words, the best of all accepted answers; 0...1.
  package let f1: Double
  /// Whether the answer equals an accepted one after normalization.
  package let exactMatch: Bool

  /// - Parameters:
  ///   - answer: what a model wrote.
  ///   - accepted: the right answers. When the first says that there is none (`CANNOTANSWER` or
  ///     `no answer`), both scores say whether the answer says the same.
  package init(of answer: String, accepted: [String]) {
    let given = NormalizedAnswer(answer)
    if let first = accepted.first, ["CANNOTANSWER", "no answer"].contains(first) {
      exactMatch = NormalizedAnswer(first) == given
      f1 = exactMatch ? 1 : 0
      return
    }
    let wanted = accepted.map { NormalizedAnswer($0) }
    exactMatch = wanted.contains(given)
    f1 = wanted.map { Self.overlap(given, $0) }.max() ?? 0
  }

  /// F1 of two bags of words; 0 when they share none.
  private static func overlap(_ given: NormalizedAnswer, _ wanted: NormalizedAnswer) -> Double {
    var left: [[UInt8]: Int] = [:]
    for word in wanted.words { left[Array(word.utf8), default: 0] += 1 }
    var shared = 0
    for word in given.words {
      let key = Array(word.utf8)
      guard let count = left[key], count > 0 else { continue }
      left[key] = count - 1
      shared += 1
    }
    guard shared > 0 else { return 0 }
    let precision = Double(shared) / Double(given.words.count)
    let recall = Double(shared) / Double(wanted.words.count)
    return 2 * precision * recall / (precision + recall)
  }
}

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
