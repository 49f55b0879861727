/// The way back: turns tokens into text, as a list of parts that are joined at the end.
protocol TokenDecoder: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  func decode(_ tokens: [Bytes]) -> [Bytes]
}

/// Every decoder that can be read; a new one is a file and a line here.
enum TokenDecoderCatalog {
  static let all: [any TokenDecoder.Type] = [
    DecoderSequence.self, ByteLevelDecoder.self, ByteFallbackDecoder.self, FuseDecoder.self,
    ReplaceDecoder.self, StripDecoder.self, MetaspaceDecoder.self, WordPieceDecoder.self,
  ]

  static func read(_ field: JSONField) throws(TokenizerProblem) -> any TokenDecoder {
    try field.type(of: "decoder", in: all) { $0.name }.init(field)
  }
}
