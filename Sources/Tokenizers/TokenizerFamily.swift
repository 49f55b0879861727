/// A kind of tokenizer that is known by its class where there is no `tokenizer.json`.
enum TokenizerFamily {
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
