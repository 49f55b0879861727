import Graphs
import Vocabulary

/// What a family's rotary positions are where its configuration is silent, and by which names.
struct RotaryForm: Sendable {
  var base = 10_000.0
  var baseField = "rope_theta"
  /// How much of a head is turned; nil where all of it always is.
  var part: Double?
  var partField = "partial_rotary_factor"
  /// The kind of layer, if each has frequencies of its own.
  var layers: LayerKind?
}

extension ConfigurationFields {
  /// Rotary frequencies, wherever a version of transformers wrote them.
  ///
  /// 5.x has `rope_parameters`; earlier versions have `rope_theta` beside `rope_scaling`, whose
  /// kind is its `rope_type` or, earlier still, its `type`.
  func rotary(
    headWidth: Int, maxPositions: Int, _ form: RotaryForm = RotaryForm()
  ) throws(InputProblem) -> RotaryFrequencies {
    let inner = try rotaryObject(form)
    let dimension = try turned(headWidth, inner, form)
    guard dimension > 0, dimension % 2 == 0 else {
      throw InputProblem(at: place, "heads of \(dimension) elements have no pairs to rotate")
    }
    // Of Phi-3's kind: where both objects have it, transformers takes the outer one.
    let original = try sizeIfPresent("original_max_position_embeddings")
    let outer = try number(form.baseField, default: form.base)
    let theta = try inner?.number("rope_theta", default: outer) ?? outer
    guard theta >= 1 else {
      throw InputProblem(at: (inner ?? self).place, "'rope_theta' must be at least 1")
    }
    return RotaryFrequencies(
      dimension: dimension, theta: theta,
      scaling: try inner?.rotaryScaling(
        maxPositions: maxPositions, original: original) ?? .none)
  }

  /// The object that describes the frequencies, if there is one.
  private func rotaryObject(
    _ form: RotaryForm
  ) throws(InputProblem) -> ConfigurationFields? {
    // Layers with a window keep their frequencies when those of the others are scaled.
    let scaling = form.layers == .sliding ? nil : try object("rope_scaling")
    if let scaling, !scaling.stated.isEmpty { return scaling }
    guard let parameters = try object("rope_parameters") else { return nil }
    let kinds = LayerKind.allCases.map(\.rawValue)
    let isByKind = parameters.stated.contains { kinds.contains($0) }
    guard isByKind == (form.layers != nil) || parameters.stated.isEmpty else {
      throw InputProblem(
        at: parameters.place,
        isByKind
          ? "frequencies for each kind of layer are not supported in this family"
          : "has no '\(kinds.joined(separator: "' and no '"))'")
    }
    guard let layers = form.layers else { return parameters }
    return try parameters.object(layers.rawValue)
  }

  /// Elements of a head that are turned.
  private func turned(
    _ headWidth: Int, _ inner: ConfigurationFields?, _ form: RotaryForm
  ) throws(InputProblem) -> Int {
    guard let part = form.part else {
      for fields in [self, inner ?? self] {
        guard try fields.number("partial_rotary_factor", default: 1) == 1 else {
          throw InputProblem(
            at: fields.place, "'partial_rotary_factor' other than 1 is not supported")
        }
      }
      return headWidth
    }
    let outer = try number(form.partField, default: part)
    let factor = try inner?.number("partial_rotary_factor", default: outer) ?? outer
    guard factor > 0, factor <= 1 else {
      throw InputProblem(at: place, "'\(form.partField)' must be above 0 and at most 1")
    }
    return Int(Double(headWidth) * factor)
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
