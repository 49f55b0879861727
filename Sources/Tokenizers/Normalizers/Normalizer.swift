/// The first stage: rewrites text before it is cut.
protocol Normalizer: Sendable {
  /// The `type` in `tokenizer.json`.
  static var name: String { get }
  init(_ field: JSONField) throws(TokenizerProblem)
  func normalize(_ text: Bytes) -> Bytes
}

/// Every normalizer that can be read; a new one is a file and a line here.
enum NormalizerCatalog {
  static let all: [any Normalizer.Type] = [
    NormalizerSequence.self, PrependNormalizer.self, ReplaceNormalizer.self,
    UnicodeFormNormalizer<CanonicalComposition>.self,
    UnicodeFormNormalizer<CanonicalDecomposition>.self,
    UnicodeFormNormalizer<CompatibilityComposition>.self,
    UnicodeFormNormalizer<CompatibilityDecomposition>.self,
    LowercaseNormalizer.self, StripNormalizer.self, StripAccentsNormalizer.self,
    BertNormalizer.self,
  ]

  static func read(_ field: JSONField) throws(TokenizerProblem) -> any Normalizer {
    try field.type(of: "normalizer", in: all) { $0.name }.init(field)
  }
}
