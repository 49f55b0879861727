import Foundation

/// Turns text into token ids and back, with the ids of Hugging Face tokenizers.
///
/// Text passes five stages: added tokens are cut out and the rest is normalized, cut into
/// pieces, turned into ids by a model, and laid out with special tokens. `truncation` and
/// `padding` in a file are ignored: what a model is given is the caller's decision.
///
/// ```swift
/// let tokenizer = try Tokenizer(directory: URL(filePath: "models/opt-125m"))
/// let ids = tokenizer.encode("the film was great")
/// print(tokenizer.decode(ids, skippingSpecial: true))
/// ```
public struct Tokenizer: Sendable {
  private let pipeline: Pipeline
  /// Finds added tokens in the raw text, and in the normalized one.
  private let rawTokens: AddedTokenMatcher
  private let normalizedTokens: AddedTokenMatcher
  /// The bytes of the files that were read, each after its name and size, for a digest.
  public let digestInput: Data

  /// How many ids the model has that reads what is encoded; nil for all.
  private var modelVocabulary: Int?

  /// The files of which a directory with a tokenizer has one; the first there is the one read.
  public static let vocabularyFiles = [
    "tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt",
  ]

  /// Reads `tokenizer.json` in `directory` or, without one, the files of older tokenizers.
  ///
  /// Those are `tokenizer.model` (SentencePiece BPE: LLaMA), `vocab.json` with `merges.txt`
  /// (GPT-2, OPT, RoBERTa) or `vocab.txt` (BERT), in this order, with `tokenizer_config.json`,
  /// `special_tokens_map.json` and `added_tokens.json` where they exist. What
  /// `tokenizer_config.json` says beside a `tokenizer.json` counts as in transformers. Files that
  /// contradict each other are refused.
  public init(directory: URL) throws(TokenizerProblem) {
    try self.init(SourceFiles(directory: directory))
  }

  /// The same of files that are not in a directory, but made of one file.
  package init(made files: [String: Data], of file: URL) throws(TokenizerProblem) {
    try self.init(SourceFiles(directory: file, made: files))
  }

  private init(_ files: SourceFiles) throws(TokenizerProblem) {
    var files = files
    guard let json = try files.data("tokenizer.json") else {
      self.init(try LegacyFiles.read(&files), files.digest)
      return
    }
    var pipeline = try TokenizerDocument.read(json, file: files.path("tokenizer.json"))
    // Files that change no id are no part of the digest: roles do not.
    var others = files.unread
    let settings = try LegacyFiles.settings(&others)
    if try Reconciliation(settings)?.apply(to: &pipeline) == true { files.digest += others.digest }
    try pipeline.check(added: try others.json("added_tokens.json"))
    try pipeline.readRoles(settings)
    self.init(pipeline, files.digest)
  }

  /// Reads the contents of a `tokenizer.json`; `file` is its name in problems.
  public init(json: Data, file: String) throws(TokenizerProblem) {
    var digest = SourceDigest()
    digest.append(json, name: "tokenizer.json")
    self.init(try TokenizerDocument.read(json, file: file), digest)
  }

  private init(_ pipeline: Pipeline, _ digest: SourceDigest) {
    self.pipeline = pipeline
    let normalize = { (token: AddedToken) in
      var token = token
      token.content = pipeline.normalizer?.normalize(token.content) ?? token.content
      return token
    }
    // Special tokens come first, so that they win among tokens of equal content.
    let ordered = pipeline.added.filter(\.isSpecial) + pipeline.added.filter { !$0.isSpecial }
    rawTokens = AddedTokenMatcher(ordered.filter { !$0.isNormalized })
    normalizedTokens = AddedTokenMatcher(ordered.filter(\.isNormalized).map(normalize))
    digestInput = digest.data
  }

  /// The ids of `text`, with the special tokens of the post-processor around it if `special`.
  ///
  /// Added tokens that are written out in the text are recognized in either case.
  public func encode(_ text: String, special: Bool = true) -> [Int32] {
    var ids: [Int32] = []
    for (index, part) in rawTokens.split(Bytes(text)).enumerated() {
      switch part {
      case .token(let id): ids.append(id)
      case .text(let raw): encode(Piece(raw, isFirst: index == 0), into: &ids)
      }
    }
    return special ? pipeline.postProcessor?.process(ids) ?? ids : ids
  }

  private func encode(_ raw: Piece, into ids: inout [Int32]) {
    let normalized = pipeline.normalizer?.normalize(raw.text) ?? raw.text
    for (index, part) in normalizedTokens.split(normalized).enumerated() {
      switch part {
      case .token(let id): ids.append(id)
      case .text(let text):
        let whole = Piece(text, isFirst: raw.isFirst && index == 0)
        for piece in pipeline.preTokenizer?.split(whole) ?? [whole] {
          pipeline.model.encode(piece.text, into: &ids)
        }
      }
    }
  }

  /// The text of `ids`, without special tokens if `skippingSpecial`; unknown ids are left out.
  public func decode(_ ids: [Int32], skippingSpecial: Bool) -> String {
    let tokens = ids.compactMap { id in
      skippingSpecial && pipeline.specialIDs.contains(id) ? nil : pipeline.vocabulary.token(id)
    }
    guard let decoder = pipeline.decoder else {
      return tokens.map(\.text).joined(separator: " ")
    }
    return Array(decoder.decode(tokens).joined())[...].text
  }

  /// The token of `id`, as the vocabulary writes it (byte-level tokens in the byte alphabet).
  public func token(_ id: Int32) -> String? { pipeline.vocabulary.token(id)?.text }

  /// The id of `token`, as the vocabulary writes it; compared by bytes.
  public func id(_ token: String) -> Int32? { pipeline.vocabulary.id(Bytes(token)) }

  /// The id of the token that plays `role`: mask, padding, beginning or end of a text, and so on.
  ///
  /// The files beside the vocabulary say which one it is (`mask_token` in
  /// `tokenizer_config.json` or `special_tokens_map.json`); if they do not, the usual name of the
  /// role that is in the vocabulary (`<mask>`, `[MASK]`). Nil if nothing plays it.
  public func id(of role: SpecialRole) -> Int32? { pipeline.id(of: role) }

  /// What the model is called in `tokenizer.json`: `BPE`, `WordPiece`.
  public var algorithm: String { type(of: pipeline.model).name }

  /// The number of tokens, added ones included.
  public var vocabularySize: Int { pipeline.vocabulary.count }

  /// The largest id, which an embedding table must have a row for; -1 without tokens.
  ///
  /// It is `vocabularySize - 1` unless the vocabulary has holes.
  public var largestID: Int32 { pipeline.vocabulary.largestUsedID ?? -1 }
}

/// A tokenizer may have tokens that its model has not, as a padding token that was added later.
extension Tokenizer {
  /// The same for a model that has so many ids.
  package func limited(to count: Int) -> Tokenizer {
    var tokenizer = self
    tokenizer.modelVocabulary = count
    return tokenizer
  }

  /// How many tokens the model has not, and the first of them; nil when it has all.
  package var surplus: (count: Int, first: String)? {
    guard let modelVocabulary, Int(largestID) >= modelVocabulary else { return nil }
    let beyond = (Int32(modelVocabulary)...largestID).filter { token($0) != nil }
    return beyond.first.map { (beyond.count, token($0) ?? "") }
  }

  /// What is wrong with ids that the model has not; nil when it has all of them.
  package func problem(of ids: some Sequence<Int32>) -> String? {
    guard let modelVocabulary, let id = ids.first(where: { Int($0) >= modelVocabulary }) else {
      return nil
    }
    return "has the token '\(token(id) ?? "")' (\(id)), which the model has not: its vocabulary "
      + "ends at \(modelVocabulary - 1); take it out of the text"
  }
}
