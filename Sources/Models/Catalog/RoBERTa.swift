import Tensors
import Vocabulary

/// RoBERTa: BERT's encoder with positions that begin after the padding's, and a head of its own.
///
/// Liu et al. 2019, arXiv:1907.11692.
package struct RoBERTa: MaskedFamily {
  package static let modelType = "roberta"
  static let classPrefix = "Roberta"
  let encoder: MaskedEncoder
  var head: MaskedHead?

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    let padding = try fields.token("pad_token_id", default: 1)
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
