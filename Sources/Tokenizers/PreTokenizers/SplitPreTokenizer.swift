/// Cuts at a fixed text or by a regular expression: fast by those of widespread tokenizers, which
/// are built in, and by any other that `WordExpression` can read.
struct SplitPreTokenizer: ReadablePreTokenizer {
  static let name = "Split"

  private enum Pattern {
    case literal(Bytes, SplitBehavior, isInverted: Bool)
    case known(KnownPattern)
    case expression(WordExpression, SplitBehavior, isInverted: Bool)
  }
  private let pattern: Pattern

  init(_ field: JSONField) throws(TokenizerProblem) {
    let behavior = try SplitBehavior(try field.required("behavior"))
    let isInverted = try field.flag("invert", default: false)
    let source = try field.required("pattern")
    if let regularExpression = try source.optional("Regex") {
      let known = try Self.known(regularExpression)
      // The matches leave no gaps: these two ways to say "keep each match" are the same.
      if let known, isInverted ? behavior == .removed : behavior == .isolated {
        pattern = .known(known)
      } else {
        pattern = .expression(
          try Self.expression(regularExpression), behavior, isInverted: isInverted)
      }
    } else {
      pattern = .literal(try field.literalPattern(), behavior, isInverted: isInverted)
    }
  }

  private static func known(_ field: JSONField) throws(TokenizerProblem) -> KnownPattern? {
    let wanted = try field.bytes()
    return KnownPattern.allCases.first { Bytes($0.regularExpression) == wanted }
  }

  private static func expression(_ field: JSONField) throws(TokenizerProblem) -> WordExpression {
    let source = try field.bytes()
    do throws(ExpressionProblem) {
      return try WordExpression(source)
    } catch {
      throw field.problem(
        "regular expression '\(source.text)' is not supported: \(error.message)")
    }
  }

  func split(_ piece: Piece) -> [Piece] {
    switch pattern {
    case .known(let pattern): piece.cut(at: Self.matches(of: pattern, in: piece.text))
    case .literal(let content, let behavior, let isInverted):
      behavior.split(
        piece,
        at: Self.stretches(of: piece.text, isInverted: isInverted) { text, index in
          !content.isEmpty && text.holds(content, at: index) ? index + content.count : nil
        })
    case .expression(let expression, let behavior, let isInverted):
      behavior.split(
        piece,
        at: Self.stretches(of: piece.text, isInverted: isInverted) { text, index in
          expression.end(in: text, from: index)
        })
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

  /// What matches, and what stands between.
  ///
  /// - Parameter end: the end of the match at a place; nil if there is none.
  private static func stretches(
    of text: Bytes, isInverted: Bool, _ end: (Bytes, Int) -> Int?
  ) -> [SplitBehavior.Stretch] {
    var stretches: [SplitBehavior.Stretch] = []
    let append = { (range: Range<Int>, isMatch: Bool) in
      guard !range.isEmpty else { return }
      stretches.append(SplitBehavior.Stretch(range: range, isDelimiter: isMatch != isInverted))
    }
    var (done, index) = (text.startIndex, text.startIndex)
    while index < text.endIndex {
      guard let end = end(text, index) else {
        index += text.scalar(at: index).length
        continue
      }
      append(done..<index, false)
      append(index..<end, true)
      (done, index) = (end, end)
    }
    append(done..<index, false)
    return stretches
  }
}
