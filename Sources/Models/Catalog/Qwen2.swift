import Vocabulary

/// Qwen2 and Qwen2.5: LLaMA's decoder with biases on queries, keys and values.
///
/// Yang et al. 2024, arXiv:2407.10671 and arXiv:2412.15115.
package struct Qwen2: RotaryFamily {
  package static let modelType = "qwen2"
  package static let classPrefix = "Qwen2"
  let decoder: RotaryDecoder

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    var form = RotaryDecoder.Form(maxPositions: 32_768, keyHeads: 32)
    form.inputBias = true
    try fields.qwenWindows(&form)
    decoder = try RotaryDecoder(fields, form)
  }
}
