import Notation

/// The `tokenizer.json` of a trained vocabulary.
struct TrainedDocument {
  let trainer: BytePairTrainer
  let tokens: [Bytes]
  let merges: [(Int32, Int32)]

  var json: JSON {
    let stages = TrainedStages(trainer)
    return [
      "version": "1.0", "truncation": nil, "padding": nil,
      "added_tokens": .array(trainer.specialTokens.enumerated().map(added)),
      "normalizer": stages.normalizer, "pre_tokenizer": stages.preTokenizer,
      "post_processor": stages.postProcessor, "decoder": stages.decoder,
      "model": model,
    ]
  }

  private func added(_ id: Int, _ token: String) -> JSON {
    // RoBERTa's mask stands for a word with the space before it.
    let strips = trainer.format == .roberta && token == "<mask>"
    return [
      "id": .integer(id), "content": .string(Bytes(token)), "single_word": false,
      "lstrip": .bool(strips), "rstrip": false, "normalized": false, "special": true,
    ]
  }

  private var model: JSON {
    let vocabulary = tokens.enumerated().map { JSON.Member($1, .integer($0)) }
    let pairs = merges.map { left, right -> JSON in
      [.string(tokens[Int(left)]), .string(tokens[Int(right)])]
    }
    var fallsBack = false
    if case .llama = trainer.format { fallsBack = true }
    return [
      "type": "BPE", "dropout": nil,
      "unk_token": trainer.specialTokens.contains("<unk>") ? "<unk>" : nil,
      "continuing_subword_prefix": nil, "end_of_word_suffix": nil, "fuse_unk": .bool(fallsBack),
      "byte_fallback": .bool(fallsBack), "ignore_merges": false,
      "vocab": .object(vocabulary), "merges": .array(pairs),
    ]
  }
}

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

/// One place of the template by which a trained tokenizer lays out a text.
public enum TemplateItem: Hashable, Sendable {
  /// A special token, by its content.
  case special(String)
  case text
}
