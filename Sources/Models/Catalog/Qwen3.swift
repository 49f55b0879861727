import Vocabulary

/// Qwen3, dense: LLaMA's decoder in which queries and keys are normalized head by head.
///
/// Yang et al. 2025, arXiv:2505.09388.
package struct Qwen3: RotaryFamily {
  package static let modelType = "qwen3"
  package static let classPrefix = "Qwen3"
  let decoder: RotaryDecoder

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    var form = RotaryDecoder.Form(maxPositions: 32_768, keyHeads: 32, headWidth: 128)
    form.inputBias = try fields.flag("attention_bias", default: false)
    form.outputBias = form.inputBias
    form.headNorms = true
    try fields.qwenWindows(&form)
    decoder = try RotaryDecoder(fields, form)
  }
}
