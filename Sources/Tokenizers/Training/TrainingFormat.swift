/// The kind of tokenizer that is trained, and how its `tokenizer.json` is laid out.
public enum TrainingFormat: Hashable, Sendable {
  /// Where a LLaMA-style file says how spaces are marked; the ids are the same.
  public enum SpaceMarking: Hashable, Sendable {
    /// By the normalizers Prepend and Replace, as LLaMA 2's own file does.
    case normalizers
    /// By the pre-tokenizer Metaspace, as newer conversions do.
    case metaspace
  }

  /// Byte-level with a template: GPT-2, OPT.
  case byteLevel
  /// Byte-level with `RobertaProcessing`; the first and last place of the template are its
  /// classifier and separator, and `<mask>` takes in the space before it.
  case roberta
  /// Words marked by U+2581, and a token for each of the 256 bytes as fallback: LLaMA, Mistral.
  case llama(SpaceMarking)
}
