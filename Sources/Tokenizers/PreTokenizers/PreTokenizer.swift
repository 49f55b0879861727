/// The second stage: cuts text into the pieces that the model sees one by one.
protocol PreTokenizer: Sendable {
  func split(_ piece: Piece) -> [Piece]
}

/// A pre-tokenizer that `tokenizer.json` can ask for.
protocol ReadablePreTokenizer: PreTokenizer {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
}

/// Every pre-tokenizer that can be read; a new one is a file and a line here.
enum PreTokenizerCatalog {
  static let all: [any ReadablePreTokenizer.Type] = [
    PreTokenizerSequence.self, ByteLevelPreTokenizer.self, MetaspacePreTokenizer.self,
    BertPreTokenizer.self, WhitespacePreTokenizer.self, WhitespaceSplitPreTokenizer.self,
    PunctuationPreTokenizer.self, DigitsPreTokenizer.self, SplitPreTokenizer.self,
  ]

  static func read(_ field: JSONField) throws(TokenizerProblem) -> any PreTokenizer {
    try field.type(of: "pre-tokenizer", in: all) { $0.name }.init(field)
  }
}
