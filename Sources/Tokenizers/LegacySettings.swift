/// What `tokenizer_config.json` and `special_tokens_map.json` say; the first one wins.
struct LegacySettings {
  enum Family { case gpt2, roberta }

  let config: JSONField?
  let map: JSONField?

  private static let roles = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  func family() throws(TokenizerProblem) -> Family {
    guard let field = try config?.optional("tokenizer_class") else { return .gpt2 }
    switch try field.bytes().text {
    case "GPT2Tokenizer", "GPT2TokenizerFast": return .gpt2
    case "RobertaTokenizer", "RobertaTokenizerFast": return .roberta
    case let name:
      throw field.problem(
        "tokenizer class '\(name)' is not supported without a tokenizer.json "
          + "(supported: GPT2Tokenizer, RobertaTokenizer)")
    }
  }

  func flag(_ key: String) throws(TokenizerProblem) -> Bool {
    try config?.flag(key, default: false) ?? false
  }

  private func field(_ role: String) throws(TokenizerProblem) -> JSONField? {
    if let field = try config?.optional(role) { return field }
    return try map?.optional(role)
  }

  /// The token that plays `role`, by the files or by the family's convention.
  func content(_ role: String) throws(TokenizerProblem) -> Bytes {
    if let field = try field(role) { return try Self.content(of: field) }
    switch (try family(), role) {
    case (.gpt2, _): return Bytes("<|endoftext|>")
    case (.roberta, "cls_token"): return Bytes("<s>")
    case (.roberta, _): return Bytes("</s>")
    }
  }

  /// The special tokens that the files name, each once.
  func specialTokens() throws(TokenizerProblem) -> [JSONField] {
    var fields: [JSONField] = []
    for role in Self.roles {
      if let field = try field(role) { fields.append(field) }
    }
    fields += try field("additional_special_tokens")?.elements() ?? []
    var seen: Set<Bytes> = []
    var unique: [JSONField] = []
    for field in fields where seen.insert(try Self.content(of: field)).inserted {
      unique.append(field)
    }
    return unique
  }

  /// The entries of `added_tokens_decoder`, whose keys are ids.
  func decoderTokens() throws(TokenizerProblem) -> [(token: AddedToken, field: JSONField)] {
    guard let table = try config?.optional("added_tokens_decoder") else { return [] }
    var tokens: [(token: AddedToken, field: JSONField)] = []
    for member in try table.members() {
      let field = table.member(member)
      guard let id = Int32(member.key.text), (0...Vocabulary.largestID).contains(Int(id)) else {
        throw field.problem("the key must be an id in 0...\(Vocabulary.largestID)")
      }
      let isSpecial = try field.flag("special", default: false)
      tokens.append((try AddedToken(field, id: id, isSpecial: isSpecial), field))
    }
    return tokens
  }

  /// The content of a token that is written as a string or as an object.
  static func content(of field: JSONField) throws(TokenizerProblem) -> Bytes {
    if case .string(let content) = field.value { return content }
    return try field.required("content").bytes()
  }

  static func token(
    _ field: JSONField, _ content: Bytes, _ id: Int32
  ) throws(TokenizerProblem) -> AddedToken {
    if case .string = field.value {
      return AddedToken(content: content, id: id, isSpecial: true)
    }
    return try AddedToken(field, id: id, isSpecial: true)
  }
}
