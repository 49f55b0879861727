import Graphs
import Vocabulary

extension ConfigurationFields {
  /// Rotary frequencies, wherever a version of transformers wrote them.
  ///
  /// 5.x has `rope_parameters`; earlier versions have `rope_theta` beside `rope_scaling`, whose
  /// kind is its `rope_type` or, earlier still, its `type`.
  func rotary(headWidth: Int, maxPositions: Int) throws(InputProblem) -> RotaryFrequencies {
    guard headWidth % 2 == 0 else {
      throw InputProblem(at: place, "heads of \(headWidth) elements have no pairs to rotate")
    }
    var inner = try object("rope_scaling")
    if inner?.stated.isEmpty != false { inner = try object("rope_parameters") }
    // Of Phi-3's kind: where both objects have it, transformers takes the outer one.
    let original = try sizeIfPresent("original_max_position_embeddings")
    let outer = try number("rope_theta", default: 10_000)
    let theta = try inner?.number("rope_theta", default: outer) ?? outer
    guard theta >= 1 else {
      throw InputProblem(at: (inner ?? self).place, "'rope_theta' must be at least 1")
    }
    for fields in [self, inner ?? self] {
      guard try fields.number("partial_rotary_factor", default: 1) == 1 else {
        throw InputProblem(
          at: fields.place, "'partial_rotary_factor' other than 1 is not supported")
      }
    }
    return RotaryFrequencies(
      dimension: headWidth, theta: theta,
      scaling: try inner?.rotaryScaling(
        maxPositions: maxPositions, original: original) ?? .none)
  }

  private func rotaryScaling(
    maxPositions: Int, original: Int?
  ) throws(InputProblem) -> RotaryFrequencies.Scaling {
    let kind = try text("rope_type", default: text("type", default: "default"))
    switch kind {
    case "default", "none": return .none
    case "linear": return .linear(factor: try scalingFactor())
    case "dynamic":
      // It changes nothing up to the model's positions, and longer sequences are refused.
      return .dynamic(
        factor: try scalingFactor(), length: maxPositions, original: maxPositions)
    case "llama3": return .llama3(try llamaBand(maxPositions, original))
    default:
      throw InputProblem(
        at: place, "rope type '\(kind)' is not supported (default, linear, dynamic, llama3)")
    }
  }

  private func scalingFactor() throws(InputProblem) -> Double {
    let factor = try number("factor")
    guard factor >= 1 else { throw InputProblem(at: place, "'factor' must be at least 1") }
    return factor
  }

  private func llamaBand(
    _ maxPositions: Int, _ original: Int?
  ) throws(InputProblem) -> RotaryFrequencies.LlamaBand {
    let inner = try size("original_max_position_embeddings", default: maxPositions)
    let band = RotaryFrequencies.LlamaBand(
      factor: try scalingFactor(), lowFrequencyFactor: try number("low_freq_factor"),
      highFrequencyFactor: try number("high_freq_factor"),
      original: original ?? inner)
    guard band.lowFrequencyFactor > 0, band.highFrequencyFactor > band.lowFrequencyFactor else {
      throw InputProblem(
        at: place, "'low_freq_factor' must be above 0 and below 'high_freq_factor'")
    }
    return band
  }
}
