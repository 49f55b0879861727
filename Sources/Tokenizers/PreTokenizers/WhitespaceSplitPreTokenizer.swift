/// Cuts at white space, which goes.
struct WhitespaceSplitPreTokenizer: ReadablePreTokenizer {
  static let name = "WhitespaceSplit"

  init(_ field: JSONField) throws(TokenizerProblem) {}

  func split(_ piece: Piece) -> [Piece] {
    SplitBehavior.removed.split(piece, where: \.isWhitespace)
  }
}
