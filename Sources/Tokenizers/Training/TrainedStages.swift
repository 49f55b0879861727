import Notation

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
