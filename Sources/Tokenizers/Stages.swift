/// The first stage: rewrites text before it is cut.
protocol Normalizer: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  func normalize(_ text: Bytes) -> Bytes
}

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

/// The fourth stage: puts special tokens around the ids of a text.
protocol PostProcessor: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  /// The ids that may be put in, so that they can be checked once.
  var insertedIDs: [Int32] { get }
  func process(_ ids: [Int32]) -> [Int32]
}

/// The way back: turns tokens into text, as a list of parts that are joined at the end.
protocol TokenDecoder: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  func decode(_ tokens: [Bytes]) -> [Bytes]
}
