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
