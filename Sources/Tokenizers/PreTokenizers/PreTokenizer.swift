/// The second stage: cuts text into the pieces that the model sees one by one.
protocol PreTokenizer: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  func split(_ text: Bytes) -> [Bytes]
}

/// Every pre-tokenizer that can be read; a new one is a file and a line here.
enum PreTokenizerCatalog {
  static let all: [any PreTokenizer.Type] = [
    PreTokenizerSequence.self, ByteLevelPreTokenizer.self,
  ]

  static func read(_ field: JSONField) throws(TokenizerProblem) -> any PreTokenizer {
    try field.type(of: "pre-tokenizer", in: all) { $0.name }.init(field)
  }
}
