import Notation

/// What `tokenizer_config.json` and `special_tokens_map.json` say, which must not contradict each
/// other.
struct LegacySettings {
  let config: JSONField?
  let map: JSONField?
  /// `config.json`, whose `model_type` is asked where no class is named.
  let model: JSONField?

  /// The family that `tokenizer_class` names or, without a class, the model's type.
  var named: TokenizerFamily? {
    get throws(TokenizerProblem) {
      guard let field = try config?.optional("tokenizer_class") else { return try ofModel }
      let name = try field.bytes().text
      return TokenizerFamily.allCases.first { $0.classes.contains(name) }
    }
  }

  private var ofModel: TokenizerFamily? {
    get throws(TokenizerProblem) {
      guard let type = try model?.optional("model_type") else { return nil }
      return TokenizerFamily(modelType: try type.bytes().text)
    }
  }

  /// The family that `tokenizer_class` names, which must be one of `families`; without a class,
  /// that of the model's type; with neither, the first of them.
  func family(among families: [TokenizerFamily]) throws(TokenizerProblem) -> TokenizerFamily {
    guard let field = try config?.optional("tokenizer_class") else {
      guard let family = try ofModel else { return families[0] }
      guard families.contains(family) else {
        throw TokenizerProblem(
          file: model?.file ?? "config.json", place: "model_type",
          message: "goes with other tokenizer files than are there; add the tokenizer.json, or "
            + "name the class in tokenizer_config.json")
      }
      return family
    }
    let name = try field.bytes().text
    if let family = families.first(where: { $0.classes.contains(name) }) { return family }
    let known = families.flatMap(\.classes).joined(separator: ", ")
    throw field.problem(
      "tokenizer class '\(name)' is not supported without a tokenizer.json (supported with the "
        + "files that are there: \(known)); add the tokenizer.json")
  }

  func flag(_ key: String, default fallback: Bool = false) throws(TokenizerProblem) -> Bool {
    try config?.flag(key, default: fallback) ?? fallback
  }

  /// What the files say of `key`.
  ///
  /// - Throws: `TokenizerProblem` if they name different tokens, of which versions of transformers
  ///   take others.
  private func field(_ key: String) throws(TokenizerProblem) -> JSONField? {
    guard let first = try config?.optional(key) else { return try map?.optional(key) }
    guard let second = try map?.optional(key) else { return first }
    guard try Self.contents(of: first) == Self.contents(of: second) else {
      throw second.problem(
        "contradicts the \(key) of the tokenizer_config.json beside it; make both files name the "
          + "same, or remove it from one of them")
    }
    return first
  }

  /// The contents of a token, a list of tokens or an object of named ones.
  private static func contents(of field: JSONField) throws(TokenizerProblem) -> [Bytes] {
    if case .array = field.value {
      return try field.elements().map { element throws(TokenizerProblem) in try content(of: element)
      }
    }
    guard case .object = field.value, try field.optional("content") == nil else {
      return [try content(of: field)]
    }
    return try field.members().map { member throws(TokenizerProblem) in
      try content(of: field.member(member))
    }
  }

  /// The token that plays `role` by the files; nil if they do not say.
  func content(_ role: SpecialRole) throws(TokenizerProblem) -> Bytes? {
    guard let field = try field(role.rawValue) else { return nil }
    return try Self.content(of: field)
  }

  /// A special token that a file names, or that a class has where none does.
  struct SpecialToken {
    var content: Bytes
    /// Nil for what a class has.
    var field: JSONField?

    func token(_ id: Int32) throws(TokenizerProblem) -> AddedToken {
      guard let field else { return AddedToken(content: content, id: id, isSpecial: true) }
      return try LegacySettings.token(field, content, id)
    }
  }

  /// The special tokens that the files name, each once.
  func specialTokens() throws(TokenizerProblem) -> [JSONField] {
    try specialTokens(of: nil).compactMap(\.field)
  }

  /// The same, with those that a class has where the files name none, in the order in which
  /// transformers adds what the vocabulary lacks.
  func specialTokens(of family: TokenizerFamily?) throws(TokenizerProblem) -> [SpecialToken] {
    var tokens: [SpecialToken] = []
    for role in SpecialRole.allCases {
      if let field = try field(role.rawValue) {
        tokens.append(SpecialToken(content: try Self.content(of: field), field: field))
      } else if let family, family.addedRoles.contains(role) {
        tokens.append(SpecialToken(content: family.content(role)))
      }
    }
    for element in try namedTokens + unnamedTokens {
      tokens.append(SpecialToken(content: try Self.content(of: element), field: element))
    }
    var seen: Set<Bytes> = []
    return tokens.filter { seen.insert($0.content).inserted }
  }

  /// Special tokens with names of their own, which an object gives them.
  private var namedTokens: [JSONField] {
    get throws(TokenizerProblem) {
      guard let extra = try field("extra_special_tokens"), case .object = extra.value else {
        return []
      }
      return try extra.members().map { extra.member($0) }
    }
  }

  /// Those without; version 5 of transformers calls them extra.
  private var unnamedTokens: [JSONField] {
    get throws(TokenizerProblem) {
      var fields = try field("additional_special_tokens")?.elements() ?? []
      if let extra = try field("extra_special_tokens"), case .array = extra.value {
        fields += try extra.elements()
      }
      return fields
    }
  }

  /// The entries of `added_tokens_decoder`, whose keys are ids.
  func decoderTokens() throws(TokenizerProblem) -> [(token: AddedToken, field: JSONField)] {
    guard let table = try config?.optional("added_tokens_decoder") else { return [] }
    var tokens: [(token: AddedToken, field: JSONField)] = []
    for member in try table.members() {
      let field = table.member(member)
      guard let id = Int32(member.key.text), (0...TokenVocabulary.largestID).contains(Int(id))
      else {
        throw field.problem("the key must be an id in 0...\(TokenVocabulary.largestID)")
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

/// The files of a tokenizer without a `tokenizer.json`, of whichever kind they are.
enum LegacyFiles {
  static func read(_ files: inout SourceFiles) throws(TokenizerProblem) -> Pipeline {
    if let model = try files.data("tokenizer.model") {
      return try SentencePieceFiles.read(model, &files)
    }
    if let vocabulary = try files.json("vocab.json") {
      return try VocabularyFiles.read(vocabulary, &files)
    }
    if let lines = try files.data("vocab.txt") { return try WordPieceFiles.read(lines, &files) }
    throw files.missing("tokenizer.json, tokenizer.model, vocab.json or vocab.txt")
  }

  /// The configuration beside the vocabulary.
  static func settings(_ files: inout SourceFiles) throws(TokenizerProblem) -> LegacySettings {
    LegacySettings(
      config: try files.json("tokenizer_config.json"),
      map: try files.json("special_tokens_map.json"), model: try modelType(files))
  }

  /// `config.json`, which is no part of a tokenizer's digest.
  private static func modelType(_ files: SourceFiles) throws(TokenizerProblem) -> JSONField? {
    var others = files.unread
    return try others.json("config.json")
  }

  /// Adds the tokens of `added_tokens.json`, `added_tokens_decoder` and of the special roles.
  static func addTokens(
    to pipeline: inout Pipeline, _ settings: LegacySettings, _ files: inout SourceFiles
  ) throws(TokenizerProblem) {
    let ids = try files.json("added_tokens.json")
    for member in try ids?.members() ?? [] {
      guard let field = ids?.member(member) else { continue }
      let token = AddedToken(content: member.key, id: try field.id(), isSpecial: false)
      try pipeline.add(token, from: field)
    }
    for entry in try settings.decoderTokens() {
      try pipeline.add(entry.token, from: entry.field)
    }
    for field in try settings.specialTokens() {
      let content = try LegacySettings.content(of: field)
      guard let id = pipeline.vocabulary.id(content) else {
        throw field.problem(
          "token '\(content.text)' is not in the vocabulary; add it to added_tokens.json")
      }
      try pipeline.add(try LegacySettings.token(field, content, id), from: field)
    }
    try pipeline.readRoles(settings)
  }

  /// The id of the token that plays `role` by the settings or by the family's convention.
  static func id(
    _ role: SpecialRole, _ settings: LegacySettings, _ family: TokenizerFamily,
    in vocabulary: TokenVocabulary, _ files: SourceFiles
  ) throws(TokenizerProblem) -> Int32 {
    let content = try settings.content(role) ?? family.content(role)
    guard let id = vocabulary.id(content) else {
      throw TokenizerProblem(
        file: files.path("tokenizer_config.json"), place: role.rawValue,
        message: "token '\(content.text)' is not in the vocabulary; "
          + "name another in tokenizer_config.json")
    }
    return id
  }
}
