import Foundation

/// Reads a byte-level tokenizer from `vocab.json`, `merges.txt` and the files beside them.
///
/// The classes are those of transformers: `GPT2Tokenizer` (GPT-2, OPT; puts the first special
/// token before a text if `add_bos_token`) and `RobertaTokenizer` (`<s> … </s>`).
enum VocabularyFiles {
  static func read(_ files: inout SourceFiles) throws(TokenizerProblem) -> Pipeline {
    guard let vocab = try files.json("vocab.json") else {
      throw missing("tokenizer.json or vocab.json", in: files)
    }
    guard let merges = try files.data("merges.txt") else { throw missing("merges.txt", in: files) }
    let settings = LegacySettings(
      config: try files.json("tokenizer_config.json"),
      map: try files.json("special_tokens_map.json"))
    let vocabulary = try Vocabulary(vocab)
    let table = try MergeList.read(
      merges, file: files.path("merges.txt"), vocabulary: vocabulary)
    var pipeline = Pipeline(model: BytePairModel(vocabulary: vocabulary, merges: table))
    pipeline.preTokenizer = ByteLevelPreTokenizer(
      addsPrefixSpace: try settings.flag("add_prefix_space"))
    pipeline.decoder = ByteLevelDecoder()
    try addTokens(to: &pipeline, settings, try files.json("added_tokens.json"))
    pipeline.postProcessor = try postProcessor(settings, pipeline.vocabulary, vocab)
    return pipeline
  }

  private static func missing(_ name: String, in files: SourceFiles) -> TokenizerProblem {
    TokenizerProblem(
      file: files.directory.path, place: "directory", message: "there is no \(name) in it")
  }

  private static func addTokens(
    to pipeline: inout Pipeline, _ settings: LegacySettings, _ ids: JSONField?
  ) throws(TokenizerProblem) {
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
        throw field.problem("token '\(content.text)' is not in the vocabulary")
      }
      try pipeline.add(try LegacySettings.token(field, content, id), from: field)
    }
  }

  private static func postProcessor(
    _ settings: LegacySettings, _ vocabulary: Vocabulary, _ source: JSONField
  ) throws(TokenizerProblem) -> (any PostProcessor)? {
    let id = { (content: Bytes) throws(TokenizerProblem) -> Int32 in
      guard let id = vocabulary.id(content) else {
        throw source.problem("token '\(content.text)' is missing")
      }
      return id
    }
    switch try settings.family() {
    case .roberta:
      return RobertaPostProcessor(
        classifier: try id(try settings.content("cls_token")),
        separator: try id(try settings.content("sep_token")))
    case .gpt2:
      guard try settings.flag("add_bos_token") else { return nil }
      return TemplatePostProcessor(before: [try id(try settings.content("bos_token"))])
    }
  }
}
