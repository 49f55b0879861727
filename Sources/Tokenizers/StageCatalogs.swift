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
