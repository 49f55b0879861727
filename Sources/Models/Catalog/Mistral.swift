import Vocabulary

/// Mistral: grouped-query attention in which a token sees a sliding window of those before it.
///
/// Jiang et al. 2023, arXiv:2310.06825. A window of null is none, as in version 0.2; where the
/// field is absent it is transformers' 4096.
package struct Mistral: RotaryFamily {
  package static let modelType = "mistral"
  package static let classPrefix = "Mistral"
  let decoder: RotaryDecoder

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    var form = RotaryDecoder.Form(maxPositions: 131_072, keyHeads: 8)
    if !fields.isNull("sliding_window") {
      form.window = try fields.size("sliding_window", default: 4096)
    }
    decoder = try RotaryDecoder(fields, form)
  }
}
