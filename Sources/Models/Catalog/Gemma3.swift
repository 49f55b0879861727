import Vocabulary

/// Gemma 3, text: Gemma 2 with normalized queries and keys instead of bounds, and frequencies of
/// their own for layers with a window, which are five of six.
///
/// Gemma Team 2025, arXiv:2503.19786.
package struct Gemma3: RotaryFamily {
  package static let modelType = "gemma3_text"
  package static let classPrefix = "Gemma3"
  let decoder: RotaryDecoder

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    let pattern = try fields.size("sliding_window_pattern", default: 6)
    var form = try fields.gemma(maxPositions: 131_072, caps: (0, 0)) {
      ($0 + 1) % pattern != 0
    }
    // Transformers reads the bound of scores and does not apply it.
    guard form.gemma?.scoreCap == 0 else {
      throw InputProblem(at: fields.place, "'attn_logit_softcapping' is not supported (null)")
    }
    form.headNorms = true
    form.rotary = RotaryForm(base: 1_000_000, layers: .full)
    form.localRotary = RotaryForm(base: 10_000, baseField: "rope_local_base_freq", layers: .sliding)
    decoder = try RotaryDecoder(fields, form)
  }
}
