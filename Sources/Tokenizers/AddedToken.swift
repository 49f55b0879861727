/// A token that is recognized where it is written in the text, before the model sees it.
///
/// The fields are those of `AddedToken` in Hugging Face tokenizers.
struct AddedToken: Equatable, Sendable {
  var content: Bytes
  var id: Int32
  var isSpecial: Bool
  /// Matches only where no word character touches it.
  var isSingleWord: Bool = false
  /// Swallows the white space before it.
  var stripsLeft: Bool = false
  /// Swallows the white space after it.
  var stripsRight: Bool = false
  /// Matches in the normalized text instead of the raw one.
  var isNormalized: Bool = false

  init(content: Bytes, id: Int32, isSpecial: Bool) {
    self.content = content
    self.id = id
    self.isSpecial = isSpecial
  }

  /// Reads an object with `content` and flags; the id comes with it or from elsewhere.
  init(_ field: JSONField, id: Int32, isSpecial: Bool) throws(TokenizerProblem) {
    self.init(content: try field.required("content").bytes(), id: id, isSpecial: isSpecial)
    isSingleWord = try field.flag("single_word", default: false)
    stripsLeft = try field.flag("lstrip", default: false)
    stripsRight = try field.flag("rstrip", default: false)
    isNormalized = try field.flag("normalized", default: !isSpecial)
  }

  /// Reads one entry of `added_tokens` in `tokenizer.json`.
  init(_ field: JSONField) throws(TokenizerProblem) {
    try self.init(
      field, id: try field.required("id").id(), isSpecial: try field.flag("special", default: false)
    )
  }
}

/// Cuts text at the added tokens written in it: leftmost first, the longest at a position.
///
/// The rules, down to what a refused single-word match skips, are those of
/// `AddedVocabulary::find_matches` in Hugging Face tokenizers.
struct AddedTokenMatcher: Sendable {
  enum Part {
    case text(Bytes)
    case token(Int32)
  }

  private var tokens: [Bytes: AddedToken] = [:]
  /// For each first byte, the lengths of the tokens that start with it, longest first.
  private var lengths: [[Int]] = Array(repeating: [], count: 256)

  /// A later token of equal content is not seen, as in the automaton of the original.
  init(_ added: [AddedToken]) {
    for token in added where tokens[token.content] == nil {
      guard let first = token.content.first else { continue }
      tokens[token.content] = token
      if !lengths[Int(first)].contains(token.content.count) {
        lengths[Int(first)].append(token.content.count)
      }
    }
    for byte in lengths.indices { lengths[byte].sort(by: >) }
  }

  func split(_ text: Bytes) -> [Part] {
    guard !tokens.isEmpty else { return text.isEmpty ? [] : [.text(text)] }
    var parts: [Part] = []
    var done = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      guard let token = match(in: text, at: index) else {
        index += 1
        continue
      }
      var range = index..<(index + token.content.count)
      index = range.upperBound
      guard range.lowerBound >= done, admits(token, at: range, in: text) else { continue }
      range = widen(range, for: token, in: text, from: done)
      if done < range.lowerBound { parts.append(.text(text[done..<range.lowerBound])) }
      parts.append(.token(token.id))
      done = range.upperBound
    }
    if done < text.endIndex { parts.append(.text(text[done...])) }
    return parts
  }

  private func match(in text: Bytes, at index: Int) -> AddedToken? {
    for length in lengths[Int(text[index])] where index + length <= text.endIndex {
      if let token = tokens[text[index..<(index + length)]] { return token }
    }
    return nil
  }

  private func admits(_ token: AddedToken, at range: Range<Int>, in text: Bytes) -> Bool {
    guard token.isSingleWord else { return true }
    let touchesLeft =
      range.lowerBound > text.startIndex
      && text.scalar(before: range.lowerBound).scalar.isWordCharacter
    let touchesRight =
      range.upperBound < text.endIndex && text.scalar(at: range.upperBound).scalar.isWordCharacter
    return !touchesLeft && !touchesRight
  }

  private func widen(
    _ range: Range<Int>, for token: AddedToken, in text: Bytes, from done: Int
  ) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while token.stripsLeft, start > done {
      let (scalar, length) = text.scalar(before: start)
      guard scalar.properties.isWhitespace else { break }
      start -= length
    }
    while token.stripsRight, end < text.endIndex {
      let (scalar, length) = text.scalar(at: end)
      guard scalar.properties.isWhitespace else { break }
      end += length
    }
    return max(start, done)..<end
  }
}
