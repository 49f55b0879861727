/// The fourth stage: puts special tokens around the ids of a text.
protocol PostProcessor: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  /// The ids that may be put in, so that they can be checked once.
  var insertedIDs: [Int32] { get }
  func process(_ ids: [Int32]) -> [Int32]
}

/// Every post-processor that can be read; a new one is a file and a line here.
enum PostProcessorCatalog {
  static let all: [any PostProcessor.Type] = [
    PostProcessorSequence.self, TemplatePostProcessor.self, RobertaPostProcessor.self,
    BertPostProcessor.self, ByteLevelPostProcessor.self,
  ]

  static func read(_ field: JSONField) throws(TokenizerProblem) -> any PostProcessor {
    try field.type(of: "post-processor", in: all) { $0.name }.init(field)
  }
}
