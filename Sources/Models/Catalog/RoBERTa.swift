import Tensors
import Vocabulary

/// RoBERTa: BERT's encoder with positions that begin after the padding's, and a head of its own.
///
/// Liu et al. 2019, arXiv:1907.11692.
package struct RoBERTa: MaskedFamily {
  package static let modelType = "roberta"
  package static let classPrefix = "Roberta"
  let encoder: MaskedEncoder
  var head: MaskedHead?

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    let padding = try fields.token("pad_token_id", default: 1)
    // Positions are counted over what is not padding, so that no text may hold the padding's id.
    for (name, fallback) in [("bos_token_id", 0), ("eos_token_id", 2)]
    where try fields.token(name, default: fallback) == padding {
      throw InputProblem(
        at: fields.place,
        "'pad_token_id' and '\(name)' are both \(padding); every text has the one")
    }
    encoder = try MaskedEncoder(fields, .init(prefix: "roberta", firstPosition: padding + 1))
    let tied = try fields.flag("tie_word_embeddings", default: true)
    guard try fields.architecture(endsWith: "ForMaskedLM") else {
      head = nil
      return
    }
    let width = encoder.width
    head = MaskedHead(
      dense: Dense("lm_head.dense", out: width, width: width, bias: true),
      norm: encoder.layerNorm("lm_head.layer_norm"), activation: .gelu,
      decoder: "lm_head.decoder", bias: "lm_head.bias",
      vocabularySize: encoder.vocabularySize, tied: tied ? encoder.tokens : nil)
  }

  package var reading: Reading { .masked(token: "<mask>") }
}
