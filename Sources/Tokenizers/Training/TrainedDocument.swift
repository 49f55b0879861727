/// The `tokenizer.json` of a trained vocabulary.
struct TrainedDocument {
  let specialTokens: [String]
  let template: [TemplateItem]
  let tokens: [Bytes]
  let merges: [(Int32, Int32)]

  var json: JSON {
    [
      "version": "1.0", "truncation": nil, "padding": nil,
      "added_tokens": .array(specialTokens.enumerated().map(Self.added)),
      "normalizer": nil,
      "pre_tokenizer": byteLevel,
      "post_processor": postProcessor,
      "decoder": byteLevel,
      "model": model,
    ]
  }

  private static func added(_ id: Int, _ token: String) -> JSON {
    [
      "id": .integer(id), "content": .string(Bytes(token)), "single_word": false, "lstrip": false,
      "rstrip": false, "normalized": false, "special": true,
    ]
  }

  private var byteLevel: JSON {
    [
      "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true,
    ]
  }

  private var postProcessor: JSON {
    let single = template.map(Self.place)
    let second: JSON = ["Sequence": ["id": "B", "type_id": .integer(1)]]
    let used = specialTokens.enumerated().filter { template.contains(.special($0.element)) }
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

  private var model: JSON {
    let vocabulary = tokens.enumerated().map { JSON.Member($1, .integer($0)) }
    let pairs = merges.map { left, right -> JSON in
      [.string(tokens[Int(left)]), .string(tokens[Int(right)])]
    }
    return [
      "type": "BPE", "dropout": nil,
      "unk_token": specialTokens.contains("<unk>") ? "<unk>" : nil,
      "continuing_subword_prefix": nil, "end_of_word_suffix": nil, "fuse_unk": false,
      "byte_fallback": false, "ignore_merges": false,
      "vocab": .object(vocabulary), "merges": .array(pairs),
    ]
  }
}
