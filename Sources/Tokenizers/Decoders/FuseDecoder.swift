/// Joins all parts into one.
struct FuseDecoder: TokenDecoder {
  static let name = "Fuse"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func decode(_ tokens: [Bytes]) -> [Bytes] {
    [Array(tokens.joined())[...]]
  }
}
