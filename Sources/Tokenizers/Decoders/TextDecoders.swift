/// Removes up to a number of copies of one scalar from both ends of every part.
struct StripDecoder: TokenDecoder {
  static let name = "Strip"
  private let content: Bytes
  private let start: Int
  private let stop: Int

  /// Strips the start only.
  init(_ content: Bytes, start: Int) {
    self.content = content
    self.start = start
    stop = 0
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    content = try field.required("content").bytes()
    start = try field.required("start").integer()
    stop = try field.required("stop").integer()
    guard !content.isEmpty, start >= 0, stop >= 0 else {
      throw field.problem("needs a content, and counts that are not negative")
    }
  }

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    tokens.map(strip)
  }

  private func strip(_ token: Bytes) -> Bytes {
    var rest = token
    var count = 0
    while count < start, rest.starts(with: content) {
      rest = rest.dropFirst(content.count)
      count += 1
    }
    count = 0
    while count < stop, rest.count >= content.count, rest.suffix(content.count) == content {
      rest = rest.dropLast(content.count)
      count += 1
    }
    return rest
  }
}

/// Reads the marks of spaces back; the one that was put before a text goes.
struct MetaspaceDecoder: TokenDecoder {
  static let name = "Metaspace"
  private let mark: Bytes
  private let scheme: PrependScheme

  init(_ field: JSONField) throws(TokenizerProblem) {
    mark = try field.metaspaceMark()
    scheme = try PrependScheme(of: field)
  }

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    tokens.enumerated().map { index, token in
      // The original drops every mark of the first token, not only the first mark.
      token.replacing(mark, by: index == 0 && scheme != .never ? [] : [0x20])
    }
  }
}

/// Replaces a fixed text in every token.
struct ReplaceDecoder: TokenDecoder {
  static let name = "Replace"
  private let pattern: Bytes
  private let content: Bytes

  init(_ pattern: Bytes, by content: Bytes) {
    self.pattern = pattern
    self.content = content
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    pattern = try field.literalPattern()
    content = try field.required("content").bytes()
  }

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    tokens.map { $0.replacing(pattern, by: content) }
  }
}

/// Joins word pieces: those with the prefix to the piece before, the others after a space.
struct WordPieceDecoder: TokenDecoder {
  static let name = "WordPiece"
  private let prefix: Bytes
  private let cleansUp: Bool

  init(prefix: Bytes, cleansUp: Bool) {
    self.prefix = prefix
    self.cleansUp = cleansUp
  }

  init(_ field: JSONField) throws(TokenizerProblem) {
    prefix = try field.optional("prefix")?.bytes() ?? Bytes("##")
    cleansUp = try field.flag("cleanup", default: true)
  }

  /// The spaces that English does not have, each removed within one part, in this order.
  private static let corrections: [(Bytes, Bytes)] = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
    (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ].map { (Bytes($0.0), Bytes($0.1)) }

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    tokens.enumerated().map { index, token in
      var part = token
      if index > 0 {
        part = token.starts(with: prefix) ? token.dropFirst(prefix.count) : [0x20] + token
      }
      return cleansUp ? Self.clean(part) : part
    }
  }

  private static func clean(_ part: Bytes) -> Bytes {
    guard part.contains(0x20) else { return part }
    return corrections.reduce(part) { $0.replacing($1.0, by: $1.1) }
  }
}
