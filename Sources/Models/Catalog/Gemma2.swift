import Vocabulary

/// Gemma 2: norms on both sides of each block, bounded scores and logits, a window in every second
/// layer.
///
/// Gemma Team 2024, arXiv:2408.00118.
package struct Gemma2: RotaryFamily {
  package static let modelType = "gemma2"
  package static let classPrefix = "Gemma2"
  let decoder: RotaryDecoder

  package init(_ fields: ConfigurationFields) throws(InputProblem) {
    let form = try fields.gemma(maxPositions: 8192, caps: (50, 30)) { $0 % 2 == 0 }
    decoder = try RotaryDecoder(fields, form)
  }
}
