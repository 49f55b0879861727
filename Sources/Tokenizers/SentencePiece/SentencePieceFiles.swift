import Foundation

/// Reads a SentencePiece tokenizer from `tokenizer.model` and the files beside it.
///
/// As `LlamaTokenizer` of transformers does: `<s>` before a text unless `add_bos_token` is false,
/// `</s>` after it if `add_eos_token`; special tokens that a configuration names are recognized
/// in the text, and a space is put before each stretch between them unless `legacy` is false, or
/// nowhere if `add_prefix_space` is (as in transformers 5; 4 does so only without `legacy`).
enum SentencePieceFiles {
  static func read(_ data: Data, _ files: inout SourceFiles) throws(TokenizerProblem) -> Pipeline {
    let file = try SentencePieceFile(data, file: files.path("tokenizer.model"))
    let settings = try LegacyFiles.settings(&files)
    _ = try settings.family(among: [.llama])
    var pipeline = Pipeline(model: try SentencePieceVocabulary(file).model())
    let legacy = try settings.flag("legacy", default: true)
    let wantsSpace = try settings.flag("add_prefix_space", default: true)
    let addsSpace = wantsSpace && file.addsDummyPrefix
    pipeline.preTokenizer = SentencePieceSpacing(
      scheme: addsSpace ? (legacy ? .always : .first) : .never,
      removesExtraSpaces: file.removesExtraSpaces, escapesSpaces: file.escapesSpaces)
    pipeline.decoder = decoder(file, addsSpace: addsSpace)
    for (index, piece) in file.pieces.enumerated() {
      if piece.kind == .control || piece.kind == .unknown {
        pipeline.hide(Int32(clamping: index))
      }
    }
    pipeline.roles = file.roles
    try LegacyFiles.addTokens(to: &pipeline, settings, &files)
    pipeline.postProcessor = try postProcessor(settings, file, pipeline.vocabulary)
    return pipeline
  }

  private static func decoder(
    _ file: SentencePieceFile, addsSpace: Bool
  ) -> any TokenDecoder {
    var stages: [any TokenDecoder] = []
    if file.escapesSpaces { stages.append(ReplaceDecoder(WordCut.mark, by: [0x20])) }
    stages += [ByteFallbackDecoder(), FuseDecoder()] as [any TokenDecoder]
    if file.removesExtraSpaces {
      stages.append(StripDecoder([0x20], start: .max))
    } else if addsSpace {
      stages.append(StripDecoder([0x20], start: 1))
    }
    return DecoderSequence(stages)
  }

  private static func postProcessor(
    _ settings: LegacySettings, _ file: SentencePieceFile, _ vocabulary: TokenVocabulary
  ) throws(TokenizerProblem) -> (any PostProcessor)? {
    let ids = { (role: SpecialRole, flag: String, fallback: Bool) throws(TokenizerProblem) in
      guard try settings.flag(flag, default: fallback) else { return [Int32]() }
      if let content = try settings.content(role) {
        if let id = vocabulary.id(content) { return [id] }
      } else if let id = file.roles[role], vocabulary.token(id) != nil {
        return [id]
      }
      throw file.problem(
        "trainer_spec",
        "\(flag) asks for a token that is not there; set it to false in "
          + "tokenizer_config.json or name a \(role.rawValue)")
    }
    let before = try ids(.beginning, "add_bos_token", true)
    let after = try ids(.end, "add_eos_token", false)
    return TemplatePostProcessor(before: before, after: after)
  }
}

/// How SentencePiece treats spaces: extra ones removed, the others marked, one put in front.
///
/// `Normalizer::Normalize` of SentencePiece, for texts that no character map changes.
struct SentencePieceSpacing: PreTokenizer {
  let scheme: PrependScheme
  let removesExtraSpaces: Bool
  let escapesSpaces: Bool

  func split(_ piece: Piece) -> [Piece] {
    var text = piece.text
    if removesExtraSpaces { text = removeExtraSpaces(text) }
    guard !text.isEmpty else { return [] }
    if scheme.applies(to: piece) { text = [0x20] + text }
    if escapesSpaces { text = text.replacing([0x20], by: WordCut.mark) }
    return [Piece(text, isFirst: piece.isFirst)]
  }

  private func removeExtraSpaces(_ text: Bytes) -> Bytes {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for byte in text where byte != 0x20 || (result.last ?? 0x20) != 0x20 { result.append(byte) }
    var rest = result[...]
    // At the end the original takes a written mark for a space.
    while rest.last == 0x20 || (escapesSpaces && rest.suffix(3) == WordCut.mark) {
      rest = rest.dropLast(rest.last == 0x20 ? 1 : WordCut.mark.count)
    }
    return rest
  }
}
