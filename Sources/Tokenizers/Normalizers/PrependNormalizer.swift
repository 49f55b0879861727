/// Puts a fixed text before every text that is not empty.
struct PrependNormalizer: Normalizer {
  static let name = "Prepend"
  private let prefix: Bytes

  init(_ field: JSONField) throws(TokenizerProblem) {
    prefix = try field.required("prepend").bytes()
  }

  func normalize(_ text: Bytes) -> Bytes {
    text.isEmpty ? text : prefix + text
  }
}
