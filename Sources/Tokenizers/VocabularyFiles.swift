import Foundation

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

/// Reads a WordPiece tokenizer from `vocab.txt` and the files beside it (`BertTokenizer`).
///
/// `tokenizer_config.json` may set `do_lower_case`, `strip_accents`, `tokenize_chinese_chars`.
enum WordPieceFiles {
  static func read(_ lines: Data, _ files: inout SourceFiles) throws(TokenizerProblem) -> Pipeline {
    let settings = try LegacyFiles.settings(&files)
    let family = try settings.family(among: [.bert])
    guard try settings.flag("do_basic_tokenize", default: true) else {
      throw TokenizerProblem(
        file: files.path("tokenizer_config.json"), place: "do_basic_tokenize",
        message: "false is not supported; provide a tokenizer.json")
    }
    let vocabulary = try vocabulary(lines, file: files.path("vocab.txt"))
    let id = { [files] (role: SpecialRole) throws(TokenizerProblem) -> Int32 in
      try LegacyFiles.id(role, settings, family, in: vocabulary, files)
    }
    var pipeline = Pipeline(
      model: WordPieceModel(
        vocabulary: vocabulary, unknown: try id(.unknown), prefix: Bytes("##"), longestWord: 100))
    pipeline.normalizer = try normalizer(settings)
    pipeline.preTokenizer = BertPreTokenizer()
    pipeline.decoder = WordPieceDecoder(prefix: Bytes("##"), cleansUp: true)
    try LegacyFiles.addTokens(to: &pipeline, settings, &files)
    for role in [SpecialRole.unknown, .separator, .padding, .classifier, .mask] {
      let content = try settings.content(role) ?? family.content(role)
      if let id = vocabulary.id(content) { pipeline.addSpecial(content, id: id) }
    }
    pipeline.postProcessor = TemplatePostProcessor(
      before: [try id(.classifier)], after: [try id(.separator)])
    return pipeline
  }

  private static func normalizer(
    _ settings: LegacySettings
  ) throws(TokenizerProblem) -> BertNormalizer {
    let lowercases = try settings.flag("do_lower_case", default: true)
    return BertNormalizer(
      separatesChinese: try settings.flag("tokenize_chinese_chars", default: true),
      stripsAccents: try settings.flag("strip_accents", default: lowercases),
      lowercases: lowercases)
  }

  /// One token a line; its id is the number of the line, from 0.
  private static func vocabulary(
    _ data: Data, file: String
  ) throws(TokenizerProblem) -> TokenVocabulary {
    guard String(validating: data, as: UTF8.self) != nil else {
      throw TokenizerProblem(file: file, place: "text", message: "is not UTF-8; fetch it again")
    }
    var lines = Array(data).split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count <= TokenVocabulary.largestID else {
      throw TokenizerProblem(
        file: file, place: "text", message: "has more than \(TokenVocabulary.largestID) lines")
    }
    var vocabulary = TokenVocabulary()
    for (index, line) in lines.enumerated() {
      let token = line.last == 0x0D ? line.dropLast() : line
      let isNew = !token.isEmpty && vocabulary.id(token) == nil
      guard isNew, vocabulary.insert(token, id: Int32(clamping: index)) else {
        throw TokenizerProblem(
          file: file, place: "line \(index + 1)",
          message: "token '\(token.text)' is empty or repeated; fetch the file again")
      }
    }
    return vocabulary
  }
}
