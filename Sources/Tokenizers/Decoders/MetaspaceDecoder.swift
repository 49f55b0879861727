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
