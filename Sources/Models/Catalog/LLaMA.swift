import Vocabulary

/// LLaMA 1, 2 and 3, and what is tuned from them, such as Vicuna.
///
/// Touvron et al. 2023, arXiv:2302.13971 and arXiv:2307.09288; Grattafiori et al. 2024,
/// arXiv:2407.21783.
package struct LLaMA: RotaryFamily {
  package static let modelType = "llama"
  package static let classPrefix = "Llama"
  let decoder: RotaryDecoder

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    var form = RotaryDecoder.Form()
    form.inputBias = try fields.flag("attention_bias", default: false)
    form.outputBias = form.inputBias
    form.feedForwardBias = try fields.flag("mlp_bias", default: false)
    decoder = try RotaryDecoder(fields, form)
  }
}
