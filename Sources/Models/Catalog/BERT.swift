import Experiments

/// BERT, with the head that predicts masked tokens.
///
/// Devlin et al. 2018, arXiv:1810.04805. The pooler and next-sentence head of a checkpoint are not
/// read.
public struct BERT: MaskedFamily {
  public static let modelType = "bert"
  let encoder: MaskedEncoder
  var head: MaskedHead?

  public init(_ fields: ConfigurationFields) throws(InputProblem) {
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

  public var reading: Reading { .masked(token: "[MASK]") }
}
