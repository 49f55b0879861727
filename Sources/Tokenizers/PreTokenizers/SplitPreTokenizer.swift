/// Cuts at a fixed text, or by one of the known regular expressions; others are refused.
struct SplitPreTokenizer: ReadablePreTokenizer {
  static let name = "Split"

  private enum Pattern {
    case literal(Bytes, SplitBehavior, isInverted: Bool)
    case known(KnownPattern)
  }
  private let pattern: Pattern

  init(_ field: JSONField) throws(TokenizerProblem) {
    let behavior = try SplitBehavior(try field.required("behavior"))
    let isInverted = try field.flag("invert", default: false)
    let source = try field.required("pattern")
    if let regularExpression = try source.optional("Regex") {
      pattern = .known(try Self.known(regularExpression))
      // The matches leave no gaps: these two ways to say "keep each match" are the same.
      guard isInverted ? behavior == .removed : behavior == .isolated else {
        throw field.problem(
          "with a regular expression only behavior Isolated, or Removed and inverted, is supported")
      }
    } else {
      pattern = .literal(try field.literalPattern(), behavior, isInverted: isInverted)
    }
  }

  private static func known(_ field: JSONField) throws(TokenizerProblem) -> KnownPattern {
    let wanted = try field.bytes()
    let all = KnownPattern.allCases
    guard let pattern = all.first(where: { Bytes($0.regularExpression) == wanted }) else {
      throw field.problem(
        "regular expression '\(wanted.text)' is not supported (only those of GPT-2, Llama 3 and "
          + "Qwen 2 are)")
    }
    return pattern
  }

  func split(_ piece: Piece) -> [Piece] {
    switch pattern {
    case .known(let pattern): piece.cut(at: Self.matches(of: pattern, in: piece.text))
    case .literal(let content, let behavior, let isInverted):
      behavior.split(
        piece, at: Self.stretches(of: piece.text, content, isInverted: isInverted))
    }
  }

  private static func matches(of pattern: KnownPattern, in text: Bytes) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = pattern.end(in: text, from: start)
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  private static func stretches(
    of text: Bytes, _ content: Bytes, isInverted: Bool
  ) -> [SplitBehavior.Stretch] {
    var stretches: [SplitBehavior.Stretch] = []
    let append = { (range: Range<Int>, isMatch: Bool) in
      guard !range.isEmpty else { return }
      stretches.append(SplitBehavior.Stretch(range: range, isDelimiter: isMatch != isInverted))
    }
    var (done, index) = (text.startIndex, text.startIndex)
    while index < text.endIndex {
      guard !content.isEmpty, text.holds(content, at: index) else {
        index += 1
        continue
      }
      append(done..<index, false)
      index += content.count
      append((index - content.count)..<index, true)
      done = index
    }
    append(done..<index, false)
    return stretches
  }
}
