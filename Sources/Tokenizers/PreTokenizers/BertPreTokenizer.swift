/// Cuts at white space, which goes, and around every punctuation mark, which stays.
struct BertPreTokenizer: ReadablePreTokenizer {
  static let name = "BertPreTokenizer"

  init() {}
  init(_ field: JSONField) throws(TokenizerProblem) {}

  func split(_ piece: Piece) -> [Piece] {
    SplitBehavior.removed.split(piece, where: \.isWhitespace).flatMap { word in
      SplitBehavior.isolated.split(word, where: \.isPunctuation)
    }
  }
}
