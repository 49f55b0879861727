/// Replaces every occurrence of a fixed text; patterns that are regular expressions are refused.
struct ReplaceNormalizer: Normalizer {
  static let name = "Replace"
  private let pattern: Bytes
  private let content: Bytes

  init(_ field: JSONField) throws(TokenizerProblem) {
    pattern = try field.literalPattern()
    content = try field.required("content").bytes()
  }

  func normalize(_ text: Bytes) -> Bytes {
    text.replacing(pattern, by: content)
  }
}

extension JSONField {
  /// The `pattern` of a replacement, which must be of the form `{"String": …}`.
  func literalPattern() throws(TokenizerProblem) -> Bytes {
    let pattern = try required("pattern")
    guard let literal = try pattern.optional("String") else {
      throw pattern.problem("only a literal pattern ({\"String\": …}) is supported")
    }
    return try literal.bytes()
  }
}
