/// Keeps runs of word characters, and runs of what is neither that nor white space.
///
/// The regular expression is `\w+|[^\w\s]+`.
struct WhitespacePreTokenizer: ReadablePreTokenizer {
  static let name = "Whitespace"

  init(_ field: JSONField) throws(TokenizerProblem) {}

  func split(_ piece: Piece) -> [Piece] {
    SplitBehavior.contiguous.split(piece, where: \.isWordCharacter).flatMap { run in
      SplitBehavior.removed.split(run) { !$0.isWordCharacter && $0.isWhitespace }
    }
  }
}
