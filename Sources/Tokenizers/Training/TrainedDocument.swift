import Notation

/// The `tokenizer.json` of a trained vocabulary.
struct TrainedDocument {
  let trainer: BytePairTrainer
  let tokens: [Bytes]
  let merges: [(Int32, Int32)]

  var json: JSON {
    let stages = TrainedStages(trainer)
    return [
      "version": "1.0", "truncation": nil, "padding": nil,
      "added_tokens": .array(trainer.specialTokens.enumerated().map(added)),
      "normalizer": stages.normalizer, "pre_tokenizer": stages.preTokenizer,
      "post_processor": stages.postProcessor, "decoder": stages.decoder,
      "model": model,
    ]
  }

  private func added(_ id: Int, _ token: String) -> JSON {
    // RoBERTa's mask stands for a word with the space before it.
    let strips = trainer.format == .roberta && token == "<mask>"
    return [
      "id": .integer(id), "content": .string(Bytes(token)), "single_word": false,
      "lstrip": .bool(strips), "rstrip": false, "normalized": false, "special": true,
    ]
  }

  private var model: JSON {
    let vocabulary = tokens.enumerated().map { JSON.Member($1, .integer($0)) }
    let pairs = merges.map { left, right -> JSON in
      [.string(tokens[Int(left)]), .string(tokens[Int(right)])]
    }
    var fallsBack = false
    if case .llama = trainer.format { fallsBack = true }
    return [
      "type": "BPE", "dropout": nil,
      "unk_token": trainer.specialTokens.contains("<unk>") ? "<unk>" : nil,
      "continuing_subword_prefix": nil, "end_of_word_suffix": nil, "fuse_unk": .bool(fallsBack),
      "byte_fallback": .bool(fallsBack), "ignore_merges": false,
      "vocab": .object(vocabulary), "merges": .array(pairs),
    ]
  }
}

/// The kind of tokenizer that is trained, and how its `tokenizer.json` is laid out.
public enum TrainingFormat: Hashable, Sendable {
  /// Where a LLaMA-style file says how spaces are marked; the ids are the same.
  public enum SpaceMarking: Hashable, Sendable {
    /// By the normalizers Prepend and Replace, as LLaMA 2's own file does.
    case normalizers
    /// By the pre-tokenizer Metaspace, as newer conversions do.
    case metaspace
  }

  /// Byte-level with a template: GPT-2, OPT.
  case byteLevel
  /// Byte-level with `RobertaProcessing`; the first and last place of the template are its
  /// classifier and separator, and `<mask>` takes in the space before it.
  case roberta
  /// Words marked by U+2581, and a token for each of the 256 bytes as fallback: LLaMA, Mistral.
  case llama(SpaceMarking)
}

/// One place of the template by which a trained tokenizer lays out a text.
public enum TemplateItem: Hashable, Sendable {
  /// A special token, by its content.
  case special(String)
  case text
}

/// The stages around the model in the `tokenizer.json` of a trained vocabulary.
struct TrainedStages {
  private let trainer: BytePairTrainer
  private static let mark = JSON.string(WordCut.mark)

  init(_ trainer: BytePairTrainer) {
    self.trainer = trainer
  }

  private static let byteLevel: JSON = [
    "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true,
  ]

  private static let metaspace: JSON = [
    "type": "Metaspace", "replacement": mark, "prepend_scheme": "always", "split": true,
  ]

  var normalizer: JSON {
    guard trainer.format == .llama(.normalizers) else { return nil }
    let prepend: JSON = ["type": "Prepend", "prepend": Self.mark]
    let replace: JSON = ["type": "Replace", "pattern": ["String": " "], "content": Self.mark]
    return ["type": "Sequence", "normalizers": [prepend, replace]]
  }

  var preTokenizer: JSON {
    switch trainer.format {
    case .byteLevel, .roberta: Self.byteLevel
    case .llama(.normalizers): nil
    case .llama(.metaspace): Self.metaspace
    }
  }

  var decoder: JSON {
    guard case .llama = trainer.format else { return Self.byteLevel }
    let replace: JSON = ["type": "Replace", "pattern": ["String": Self.mark], "content": " "]
    let strip: JSON = [
      "type": "Strip", "content": " ", "start": .integer(1), "stop": .integer(0),
    ]
    let stages: JSON = [replace, ["type": "ByteFallback"], ["type": "Fuse"], strip]
    return ["type": "Sequence", "decoders": stages]
  }

  var postProcessor: JSON {
    trainer.format == .roberta ? roberta : templateProcessing
  }

  private func id(_ token: String) -> Int {
    trainer.specialTokens.firstIndex { Bytes($0) == Bytes(token) } ?? 0
  }

  private var roberta: JSON {
    let pair = { (item: TemplateItem?) -> JSON in
      guard case .special(let token) = item else { return nil }
      return [.string(Bytes(token)), .integer(id(token))]
    }
    return [
      "type": "RobertaProcessing", "sep": pair(trainer.template.last),
      "cls": pair(trainer.template.first), "trim_offsets": true, "add_prefix_space": false,
    ]
  }

  private var templateProcessing: JSON {
    let single = trainer.template.map(Self.place)
    let second: JSON = ["Sequence": ["id": "B", "type_id": .integer(1)]]
    let used = trainer.specialTokens.enumerated().filter {
      trainer.template.contains(.special($0.element))
    }
    let specials = used.map { id, token in
      JSON.Member(
        Bytes(token),
        [
          "id": .string(Bytes(token)), "ids": [.integer(id)], "tokens": [.string(Bytes(token))],
        ])
    }
    return [
      "type": "TemplateProcessing", "single": .array(single), "pair": .array(single + [second]),
      "special_tokens": .object(specials),
    ]
  }

  private static func place(_ item: TemplateItem) -> JSON {
    switch item {
    case .special(let token):
      ["SpecialToken": ["id": .string(Bytes(token)), "type_id": .integer(0)]]
    case .text: ["Sequence": ["id": "A", "type_id": .integer(0)]]
    }
  }
}
