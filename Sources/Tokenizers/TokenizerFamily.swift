import Foundation

/// A kind of tokenizer that is known by its class where there is no `tokenizer.json`.
enum TokenizerFamily: CaseIterable {
  case gpt2, roberta, llama, bert

  /// The values of `tokenizer_class` in `tokenizer_config.json`.
  var classes: [String] {
    switch self {
    case .gpt2: ["GPT2Tokenizer", "GPT2TokenizerFast"]
    case .roberta: ["RobertaTokenizer", "RobertaTokenizerFast"]
    case .llama: ["LlamaTokenizer", "LlamaTokenizerFast"]
    case .bert: ["BertTokenizer", "BertTokenizerFast"]
    }
  }

  /// The values of `model_type` in `config.json` that have tokenizers of this kind.
  private var modelTypes: [String] {
    switch self {
    case .gpt2: ["gpt2", "opt"]
    case .roberta: ["roberta"]
    case .llama: ["llama", "mistral"]
    case .bert: ["bert"]
    }
  }

  /// The kind that goes with a model where no class is named.
  init?(modelType: String) {
    guard let family = Self.allCases.first(where: { $0.modelTypes.contains(modelType) }) else {
      return nil
    }
    self = family
  }

  /// The roles whose tokens transformers adds to a `tokenizer.json` that lacks them.
  var addedRoles: Set<SpecialRole> {
    switch self {
    case .gpt2: [.beginning, .end, .unknown]
    case .roberta: Set(SpecialRole.allCases)
    case .bert: [.unknown, .separator, .padding, .classifier, .mask]
    case .llama: []
    }
  }

  /// The token that plays `role` where no file says so.
  func content(_ role: SpecialRole) -> Bytes {
    switch (self, role) {
    case (.gpt2, _): Bytes("<|endoftext|>")
    case (.bert, .classifier), (.bert, .beginning): Bytes("[CLS]")
    case (.bert, .separator), (.bert, .end): Bytes("[SEP]")
    case (.bert, .unknown): Bytes("[UNK]")
    case (.bert, .padding): Bytes("[PAD]")
    case (.bert, .mask): Bytes("[MASK]")
    case (_, .classifier), (_, .beginning): Bytes("<s>")
    case (_, .separator), (_, .end): Bytes("</s>")
    case (_, .unknown): Bytes("<unk>")
    case (_, .padding): Bytes("<pad>")
    case (_, .mask): Bytes("<mask>")
    }
  }
}

/// Reads `tokenizer.json`, the format of Hugging Face tokenizers, version 1.0.
enum TokenizerDocument {
  static func read(_ data: Data, file: String) throws(TokenizerProblem) -> Pipeline {
    let root = try JSONField.read(data, file: file)
    if let version = try root.optional("version"), try version.bytes() != Bytes("1.0") {
      throw version.problem("only version '1.0' is supported")
    }
    var pipeline = Pipeline(model: try TokenModelCatalog.read(try root.required("model")))
    if let field = try root.optional("normalizer") {
      pipeline.normalizer = try NormalizerCatalog.read(field)
    }
    if let field = try root.optional("pre_tokenizer") {
      pipeline.preTokenizer = try PreTokenizerCatalog.read(field)
    }
    if let field = try root.optional("post_processor") {
      pipeline.postProcessor = try PostProcessorCatalog.read(field)
    }
    if let field = try root.optional("decoder") {
      pipeline.decoder = try TokenDecoderCatalog.read(field)
    }
    for field in try root.optional("added_tokens")?.elements() ?? [] {
      try pipeline.add(try AddedToken(field), from: field)
    }
    try pipeline.check(file)
    return pipeline
  }
}
