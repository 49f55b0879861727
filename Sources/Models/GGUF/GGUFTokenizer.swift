import Foundation
import Notation
import Tensors
import Tokenizers
import Vocabulary

/// A tokenizer in a GGUF file's metadata, as the files that it was converted from.
///
/// `gpt2` is byte-level BPE and becomes a `tokenizer.json`, `llama` is SentencePiece and becomes a
/// `tokenizer.model`; a `tokenizer_config.json` says which tokens are special. So ids are those of
/// the readers of these files.
struct GGUFTokenizer {
  /// `llama_token_type` of llama.cpp, whose numbers are SentencePiece's.
  enum Kind: Int {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  struct Token {
    var id: Int
    var text: String
    var kind: Kind
  }

  static let prefix = "tokenizer.ggml."
  let metadata: GGUFMetadata
  let tokens: [Token]

  /// - Throws: `InputProblem` with the key.
  init(_ metadata: GGUFMetadata) throws(InputProblem) {
    self.metadata = metadata
    let texts = try metadata.required(Self.prefix + "tokens", metadata.texts)
    let kinds = try Self.kinds(metadata, count: texts.count)
    var seen: [ArraySlice<UInt8>: Int] = [:]
    for (id, text) in texts.enumerated() {
      if let other = seen.updateValue(id, forKey: Array(text.utf8)[...]) {
        throw metadata.problem(
          Self.prefix + "tokens", "'\(text.prefix(40))' is both \(other) and \(id)")
      }
    }
    tokens = texts.indices.map { Token(id: $0, text: texts[$0], kind: kinds[$0]) }
    // Also those that no file has a place for: llama.cpp ends or begins texts with them.
    for role in Self.roles { _ = try token(role) }
    let scores = try metadata.reals(Self.prefix + "scores")?.count ?? tokens.count
    guard scores == tokens.count else {
      throw metadata.problem(
        Self.prefix + "scores", "has \(scores) entries for \(tokens.count) tokens")
    }
  }

  /// Parts that a token may play, as keys have them.
  private static let roles = [
    "bos", "eos", "eot", "eom", "unknown", "seperator", "separator", "padding", "mask", "cls",
    "prefix", "suffix", "middle", "fim_pre", "fim_suf", "fim_mid", "fim_pad", "fim_rep", "fim_sep",
  ]

  private static func kinds(
    _ metadata: GGUFMetadata, count: Int
  ) throws(InputProblem) -> [Kind] {
    let key = prefix + "token_type"
    guard let numbers = try metadata.wholes(key) else {
      return Array(repeating: .normal, count: count)
    }
    guard numbers.count == count else {
      throw metadata.problem(key, "has \(numbers.count) entries for \(count) tokens")
    }
    let kinds = numbers.compactMap(Kind.init)
    guard kinds.count == count else { throw metadata.problem(key, "has types other than 1 to 6") }
    return kinds
  }

  /// The files, by their names in a directory.
  var files: [String: Data] {
    get throws(InputProblem) {
      let model = try metadata.required(Self.prefix + "model", metadata.text)
      switch model {
      case "gpt2":
        let bytePairs = try GGUFBytePairs(self)
        return [
          "tokenizer.json": try bytePairs.json.data,
          "tokenizer_config.json": try configuration("PreTrainedTokenizerFast", []).data,
        ]
      case "llama":
        return [
          "tokenizer.model": try GGUFPieces(self).data,
          "tokenizer_config.json": try configuration("LlamaTokenizer", pieceSettings()).data,
        ]
      default:
        throw metadata.problem(
          Self.prefix + "model", "'\(model)' is not supported (gpt2, llama)")
      }
    }
  }

  func flag(_ name: String, default fallback: Bool) throws(InputProblem) -> Bool {
    try metadata.flag(Self.prefix + name) ?? fallback
  }

  /// The token that plays a part; nil if the file names none.
  func token(_ role: String) throws(InputProblem) -> Token? {
    let key = "\(Self.prefix)\(role)_token_id"
    guard let id = try metadata.whole(key) else { return nil }
    guard tokens.indices.contains(id) else {
      throw metadata.problem(key, "is \(id), which is no token of \(tokens.count)")
    }
    return tokens[id]
  }

  private func configuration(
    _ name: String, _ settings: [(String, JSON)]
  ) throws(InputProblem) -> JSON {
    var fields = [("tokenizer_class", JSON.string(name))] + settings
    let roles = ["bos": "bos", "eos": "eos", "unk": "unknown", "pad": "padding", "mask": "mask"]
    for (short, role) in roles.sorted(by: { $0.key < $1.key }) {
      if let token = try token(role) { fields.append(("\(short)_token", .string(token.text))) }
    }
    return .object(fields.map { JSON.Member(Array($0.0.utf8)[...], $0.1) })
  }

  /// Of a SentencePiece tokenizer, as `LlamaTokenizer` has them.
  private func pieceSettings() throws(InputProblem) -> [(String, JSON)] {
    let added = tokens.filter { $0.kind == .control || $0.kind == .userDefined }
    let table = added.map { token in
      JSON.Member(
        Array("\(token.id)".utf8)[...],
        [
          "content": .string(token.text), "special": .bool(token.kind == .control),
          "normalized": false,
        ])
    }
    return [
      ("add_bos_token", .bool(try flag("add_bos_token", default: true))),
      ("add_eos_token", .bool(try flag("add_eos_token", default: false))),
      ("add_prefix_space", .bool(try flag("add_space_prefix", default: true))),
      ("added_tokens_decoder", .object(table)),
    ]
  }
}
