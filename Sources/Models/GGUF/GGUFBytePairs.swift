import Foundation
import Notation
import Tensors
import Tokenizers
import Vocabulary

/// A byte-level tokenizer of a GGUF file as a `tokenizer.json`.
struct GGUFBytePairs {
  /// How llama.cpp's names of pre-tokenizers cut text into words, as the models' own files do.
  private enum Cut: CaseIterable {
    case gpt2, digits, llama3

    var names: [String] {
      switch self {
      case .gpt2: ["gpt-2"]
      case .digits: ["smollm", "starcoder", "refact"]
      case .llama3: ["llama-bpe", "llama3", "llama-v3"]
      }
    }

    var json: JSON {
      switch self {
      case .gpt2: Self.byteLevel(true)
      case .digits:
        [
          "type": "Sequence",
          "pretokenizers": [
            ["type": "Digits", "individual_digits": true], Self.byteLevel(true),
          ],
        ]
      case .llama3:
        [
          "type": "Sequence",
          "pretokenizers": [
            [
              "type": "Split", "pattern": ["Regex": .string(KnownPattern.llama3.regularExpression)],
              "behavior": "Isolated", "invert": false,
            ],
            Self.byteLevel(false),
          ],
        ]
      }
    }

    static func byteLevel(_ usesPattern: Bool) -> JSON {
      [
        "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
        "use_regex": .bool(usesPattern),
      ]
    }
  }

  private let tokenizer: GGUFTokenizer
  private let cut: Cut
  private let merges: [String]

  init(_ tokenizer: GGUFTokenizer) throws(InputProblem) {
    self.tokenizer = tokenizer
    let (metadata, key) = (tokenizer.metadata, GGUFTokenizer.prefix + "pre")
    let name = try metadata.required(key, metadata.text)
    guard let cut = Cut.allCases.first(where: { $0.names.contains(name) }) else {
      let known = Cut.allCases.flatMap(\.names).joined(separator: ", ")
      throw metadata.problem(key, "pre-tokenizer '\(name)' is not supported (\(known))")
    }
    self.cut = cut
    merges = try metadata.required(GGUFTokenizer.prefix + "merges", metadata.texts)
  }

  var json: JSON {
    get throws(InputProblem) {
      [
        "version": "1.0", "truncation": nil, "padding": nil, "added_tokens": .array(added),
        "normalizer": nil, "pre_tokenizer": cut.json, "post_processor": try frame(),
        "decoder": Cut.byteLevel(true),
        "model": [
          "type": "BPE", "dropout": nil, "unk_token": nil, "continuing_subword_prefix": nil,
          "end_of_word_suffix": nil, "fuse_unk": false, "byte_fallback": false,
          "ignore_merges": .bool(cut == .llama3), "vocab": .object(vocabulary),
          "merges": .array(merges.map(JSON.string)),
        ],
      ]
    }
  }

  /// What fills a vocabulary up to a round number is no token.
  private var vocabulary: [JSON.Member] {
    tokenizer.tokens.filter { $0.kind != .unused }
      .map { JSON.Member(Array($0.text.utf8)[...], .integer($0.id)) }
  }

  /// Tokens that are recognized where they are written.
  private var added: [JSON] {
    tokenizer.tokens.filter { [.control, .unknown, .userDefined].contains($0.kind) }.map { token in
      [
        "id": .integer(token.id), "content": .string(token.text), "single_word": false,
        "lstrip": false, "rstrip": false, "normalized": false,
        "special": .bool(token.kind != .userDefined),
      ]
    }
  }

  /// Tokens around a text; llama.cpp puts the first one before those of LLaMA 3 unasked.
  private func frame() throws(InputProblem) -> JSON {
    var (before, after): ([GGUFTokenizer.Token], [GGUFTokenizer.Token]) = ([], [])
    if try tokenizer.flag("add_bos_token", default: cut == .llama3) {
      before = [try required("bos")]
    }
    if try tokenizer.flag("add_eos_token", default: false) { after = [try required("eos")] }
    guard !before.isEmpty || !after.isEmpty else { return Cut.byteLevel(true) }
    func items(_ texts: [String]) -> JSON {
      .array(
        texts.flatMap { text in
          before.map(Self.special) + [["Sequence": ["id": .string(text), "type_id": .integer(0)]]]
            + after.map(Self.special)
        })
    }
    let table = (before + after).map { token in
      JSON.Member(
        Array(token.text.utf8)[...],
        [
          "id": .string(token.text), "ids": [.integer(token.id)], "tokens": [.string(token.text)],
        ])
    }
    return [
      "type": "TemplateProcessing", "single": items(["A"]), "pair": items(["A", "B"]),
      "special_tokens": .object(before.first?.id == after.first?.id ? [table[0]] : table),
    ]
  }

  private static func special(_ token: GGUFTokenizer.Token) -> JSON {
    ["SpecialToken": ["id": .string(token.text), "type_id": .integer(0)]]
  }

  private func required(_ role: String) throws(InputProblem) -> GGUFTokenizer.Token {
    if let token = try tokenizer.token(role) { return token }
    throw tokenizer.metadata.problem(
      "\(GGUFTokenizer.prefix)add_\(role)_token", "is true, and no token of that kind is named")
  }
}
