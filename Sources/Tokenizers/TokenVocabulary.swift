import Notation

/// A one-to-one table of tokens (bytes) and ids.
struct TokenVocabulary: Sendable {
  /// No published vocabulary comes near; a larger id is a damaged file.
  static let largestID = 1 << 24

  private var ids: [Bytes: Int32] = [:]
  private var tokens: [Int32: Bytes] = [:]

  init() {}

  /// Reads an object of token to id; refuses repeated, negative and huge ids.
  init(_ field: JSONField) throws(TokenizerProblem) {
    let members = try field.members()
    ids.reserveCapacity(members.count)
    tokens.reserveCapacity(members.count)
    for member in members {
      guard case .integer(let value) = member.value, (0...Self.largestID).contains(value) else {
        throw field.member(member).problem("must be an id in 0...\(Self.largestID)")
      }
      guard insert(member.key, id: Int32(value)) else {
        let other = tokens[Int32(value)]?.text ?? ""
        throw field.member(member).problem(
          "id \(value) already belongs to '\(other)'; give each token an id of its own")
      }
    }
  }

  var count: Int { ids.count }
  var largestUsedID: Int32? { tokens.keys.max() }
  /// The length of the longest token, in bytes.
  var longestToken: Int { ids.keys.lazy.map(\.count).max() ?? 0 }

  func id(_ token: Bytes) -> Int32? { ids[token] }
  func token(_ id: Int32) -> Bytes? { tokens[id] }

  /// Adds a pair; false, and no change, if it contradicts a pair that is there.
  mutating func insert(_ token: Bytes, id: Int32) -> Bool {
    let known = (ids[token], tokens[id])
    if let knownID = known.0 { return knownID == id }
    guard known.1 == nil else { return false }
    ids[token] = id
    tokens[id] = token
    return true
  }
}

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

/// The tokens `<0x00>` … `<0xFF>` that stand for single bytes in a SentencePiece vocabulary.
enum ByteToken {
  static func bytes(for byte: UInt8) -> Bytes {
    let digits = String(byte, radix: 16, uppercase: true)
    return Bytes("<0x\(byte < 16 ? "0" : "")\(digits)>")
  }

  /// The ids of the 256 byte tokens, where `vocabulary` has them.
  static func ids(in vocabulary: TokenVocabulary) -> [Int32?] {
    (UInt8.min...UInt8.max).map { vocabulary.id(bytes(for: $0)) }
  }

  /// The byte that `token` stands for, if it is of this form.
  static func byte(of token: Bytes) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token.last == UInt8(ascii: ">") else {
      return nil
    }
    return UInt8(token.dropFirst(3).dropLast().text, radix: 16)
  }
}
