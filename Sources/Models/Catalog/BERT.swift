import Vocabulary

/// BERT, with the head that predicts masked tokens.
///
/// Devlin et al. 2018, arXiv:1810.04805. The pooler and next-sentence head of a checkpoint are not
/// read.
package struct BERT: MaskedFamily {
  package static let modelType = "bert"
  package static let classPrefix = "Bert"
  let encoder: MaskedEncoder
  var head: MaskedHead?

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    encoder = try MaskedEncoder(fields, .init(prefix: "bert"))
    let tied = try fields.flag("tie_word_embeddings", default: true)
    guard try fields.architecture(endsWith: "ForMaskedLM", "ForPreTraining") else {
      head = nil
      return
    }
    let width = encoder.width
    head = MaskedHead(
      dense: Dense("cls.predictions.transform.dense", out: width, width: width, bias: true),
      norm: encoder.layerNorm("cls.predictions.transform.LayerNorm"),
      activation: encoder.activation, decoder: "cls.predictions.decoder",
      bias: "cls.predictions.bias", vocabularySize: encoder.vocabularySize,
      tied: tied ? encoder.tokens : nil)
  }

  package var reading: Reading { .masked(token: "[MASK]") }
}
