/// Reads a byte-level tokenizer from `vocab.json`, `merges.txt` and the files beside them.
///
/// The classes are those of transformers: `GPT2Tokenizer` (GPT-2, OPT; puts the first special
/// token before a text if `add_bos_token`) and `RobertaTokenizer` (`<s> … </s>`).
enum VocabularyFiles {
  static func read(
    _ vocab: JSONField, _ files: inout SourceFiles
  ) throws(TokenizerProblem) -> Pipeline {
    guard let merges = try files.data("merges.txt") else { throw files.missing("merges.txt") }
    let settings = try LegacyFiles.settings(&files)
    let vocabulary = try TokenVocabulary(vocab)
    let table = try MergeList.read(
      merges, file: files.path("merges.txt"), vocabulary: vocabulary)
    var pipeline = Pipeline(model: BytePairModel(vocabulary: vocabulary, merges: table))
    pipeline.preTokenizer = ByteLevelPreTokenizer(
      addsPrefixSpace: try settings.flag("add_prefix_space"))
    pipeline.decoder = ByteLevelDecoder()
    try LegacyFiles.addTokens(to: &pipeline, settings, &files)
    pipeline.postProcessor = try postProcessor(settings, pipeline.vocabulary, files)
    return pipeline
  }

  private static func postProcessor(
    _ settings: LegacySettings, _ vocabulary: TokenVocabulary, _ files: SourceFiles
  ) throws(TokenizerProblem) -> (any PostProcessor)? {
    let family = try settings.family(among: [.gpt2, .roberta])
    let id = { (role: SpecialRole) throws(TokenizerProblem) -> Int32 in
      try LegacyFiles.id(role, settings, family, in: vocabulary, files)
    }
    if family == .roberta {
      return RobertaPostProcessor(
        classifier: try id(.classifier), separator: try id(.separator))
    }
    guard try settings.flag("add_bos_token") else { return nil }
    return TemplatePostProcessor(before: [try id(.beginning)], after: [])
  }
}
