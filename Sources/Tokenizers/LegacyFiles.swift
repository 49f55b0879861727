import Notation

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
