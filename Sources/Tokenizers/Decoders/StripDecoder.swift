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
