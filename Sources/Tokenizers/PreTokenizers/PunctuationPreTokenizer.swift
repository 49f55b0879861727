/// Cuts at every punctuation mark.
struct PunctuationPreTokenizer: ReadablePreTokenizer {
  static let name = "Punctuation"
  private let behavior: SplitBehavior

  init(_ field: JSONField) throws(TokenizerProblem) {
    if let behavior = try field.optional("behavior") {
      self.behavior = try SplitBehavior(behavior)
    } else {
      behavior = .isolated
    }
  }

  func split(_ piece: Piece) -> [Piece] {
    behavior.split(piece, where: \.isPunctuation)
  }
}
