import Notation

/// Brings a `tokenizer.json` in line with the `tokenizer_config.json` beside it.
///
/// transformers makes a tokenizer of both: its classes overwrite parts of `tokenizer.json` by their
/// arguments, which are the keys of `tokenizer_config.json`. Where its versions 4 and 5 (5.24)
/// agree, the ids are theirs; where they differ (`add_bos_token`, `add_eos_token`) or this cannot
/// do it, the two files must agree or are refused. Spaces of a `LlamaTokenizer` are those of
/// `tokenizer.json`, as in version 4; 5 puts none before a text that begins with one.
struct Reconciliation {
  let settings: LegacySettings
  let config: JSONField
  /// By `tokenizer_class` or, without one, by the model's type; nil for classes that take
  /// `tokenizer.json` as it is.
  let family: TokenizerFamily?

  /// Nil without a `tokenizer_config.json`: `tokenizer.json` stands alone.
  init?(_ settings: LegacySettings) throws(TokenizerProblem) {
    guard let config = settings.config else { return nil }
    (self.settings, self.config) = (settings, config)
    family = try settings.named
  }

  /// Changes `pipeline` as the configuration asks, and says whether it did.
  func apply(to pipeline: inout Pipeline) throws(TokenizerProblem) -> Bool {
    if try settings.flag("split_special_tokens") {
      throw contradiction("split_special_tokens", "finds special tokens in a text")
    }
    try checkFrame(pipeline)
    let changes = [
      try setCase(&pipeline), try setPrefix(&pipeline), try addTokens(&pipeline),
    ]
    return changes.contains(true)
  }

  private func contradiction(_ key: String, _ what: String) -> TokenizerProblem {
    TokenizerProblem(
      file: config.file, place: key,
      message: "contradicts the tokenizer.json beside it, which \(what); save both again with "
        + "transformers, or correct one")
  }

  /// `BertTokenizer` sets case, accents and Chinese characters itself, by default as uncased.
  private func setCase(_ pipeline: inout Pipeline) throws(TokenizerProblem) -> Bool {
    guard family == .bert else { return false }
    guard let old = pipeline.normalizer as? BertNormalizer else {
      throw contradiction("tokenizer_class", "has no BertNormalizer")
    }
    let lowercases = try settings.flag("do_lower_case", default: true)
    let new = old.with(
      separatesChinese: try settings.flag("tokenize_chinese_chars", default: true),
      stripsAccents: try settings.flag("strip_accents", default: lowercases),
      lowercases: lowercases)
    pipeline.normalizer = new
    return new != old
  }

  /// Whether a space is put before a text.
  private func setPrefix(_ pipeline: inout Pipeline) throws(TokenizerProblem) -> Bool {
    let isByteLevel = family == .gpt2 || family == .roberta
    let given = try config.optional("add_prefix_space") != nil
    guard given || isByteLevel, family != .bert else { return false }
    let wanted = try settings.flag("add_prefix_space")
    guard wanted != pipeline.putsSpaceBefore else { return false }
    guard isByteLevel, pipeline.preTokenizer is ByteLevelPreTokenizer else {
      throw contradiction(
        "add_prefix_space", "puts \(wanted ? "no" : "a") space before a text")
    }
    pipeline.preTokenizer = ByteLevelPreTokenizer(addsPrefixSpace: wanted)
    return true
  }

  /// Special tokens around a text.
  ///
  /// Version 4 follows the flags, 5 follows `tokenizer.json`.
  private func checkFrame(_ pipeline: Pipeline) throws(TokenizerProblem) {
    if family == .bert || family == .roberta {
      let wanted = [try id(.classifier, in: pipeline), try id(.separator, in: pipeline)]
      guard wanted.contains(nil) || pipeline.frame == [wanted[0], nil, wanted[1]] else {
        throw contradiction("tokenizer_class", "puts other special tokens around a text")
      }
      return
    }
    let flags: [(String, SpecialRole, [Int32?])] = [
      ("add_bos_token", .beginning, pipeline.frame.prefix { $0 != nil }),
      ("add_eos_token", .end, pipeline.frame.reversed().prefix { $0 != nil }),
    ]
    for (key, role, found) in flags.map({ ($0, $1, Array($2)) }) {
      guard try config.optional(key) != nil else { continue }
      let wanted = try settings.flag(key) ? [try id(role, in: pipeline)] : []
      guard found == wanted else {
        throw contradiction(key, "puts other special tokens around a text")
      }
    }
  }

  private func id(
    _ role: SpecialRole, in pipeline: Pipeline
  ) throws(TokenizerProblem) -> Int32? {
    let content = try settings.content(role) ?? family?.content(role)
    return content.flatMap { pipeline.vocabulary.id($0) }
  }

  /// Tokens that only the configuration names, or whose flags it changes; new ones get the ids that
  /// follow, in the order of their ids, then of their roles.
  private func addTokens(_ pipeline: inout Pipeline) throws(TokenizerProblem) -> Bool {
    let before = pipeline.added
    for (token, field) in try settings.decoderTokens().sorted(by: { $0.token.id < $1.token.id }) {
      let known = pipeline.vocabulary.id(token.content)
      guard known == token.id || known == nil && token.id == pipeline.nextID else {
        throw contradiction(
          "added_tokens_decoder.\(token.id)",
          "has '\(token.content.text)' " + (known.map { "as \($0)" } ?? "nowhere"))
      }
      try pipeline.add(token, from: field)
    }
    for special in try settings.specialTokens(of: family) {
      guard !pipeline.added.contains(where: { $0.content == special.content }) else { continue }
      let id = pipeline.vocabulary.id(special.content) ?? pipeline.nextID
      try pipeline.add(try special.token(id), from: special.field ?? config)
    }
    return pipeline.added != before
  }
}

extension Pipeline {
  /// Refuses an `added_tokens.json` that says anything else than the `tokenizer.json` beside it:
  /// versions of transformers do not agree about which of them counts.
  func check(added table: JSONField?) throws(TokenizerProblem) {
    guard let table else { return }
    for member in try table.members() {
      let field = table.member(member)
      let (known, id) = (vocabulary.id(member.key), try field.id())
      guard known != id else { continue }
      throw field.problem(
        "contradicts the tokenizer.json beside it, which has '\(member.key.text)' "
          + (known.map { "as \($0)" } ?? "nowhere") + "; correct one of them, or remove "
          + "added_tokens.json")
    }
  }

  /// Whether the first piece of a text begins with a space, or its mark, that was not written.
  fileprivate var putsSpaceBefore: Bool {
    let text = normalizer?.normalize(Bytes("x")) ?? Bytes("x")
    let whole = Piece(text, isFirst: true)
    let first = (preTokenizer?.split(whole) ?? [whole]).first?.text ?? text
    return first.first != UInt8(ascii: "x")
  }

  /// The ids around those of a text, for which nil stands.
  fileprivate var frame: [Int32?] {
    let text = Int32.max
    let ids = postProcessor?.process([text]) ?? [text]
    return ids.map { $0 == text ? nil : $0 }
  }
}
