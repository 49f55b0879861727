/// A part that a special token plays, under its name in `tokenizer_config.json`.
public enum SpecialRole: String, CaseIterable, Hashable, Sendable {
  case beginning = "bos_token"
  case end = "eos_token"
  case unknown = "unk_token"
  case separator = "sep_token"
  case padding = "pad_token"
  case classifier = "cls_token"
  case mask = "mask_token"

  /// What published vocabularies call the token, most usual first.
  var usualNames: [String] {
    switch self {
    case .beginning: ["<s>", "<|begin_of_text|>", "<bos>", "[CLS]", "<|endoftext|>"]
    case .end: ["</s>", "<|end_of_text|>", "<eos>", "[SEP]", "<|endoftext|>"]
    case .unknown: ["<unk>", "[UNK]", "<|endoftext|>"]
    case .separator: ["[SEP]", "</s>"]
    case .padding: ["<pad>", "[PAD]"]
    case .classifier: ["[CLS]", "<s>"]
    case .mask: ["<mask>", "[MASK]"]
    }
  }
}
