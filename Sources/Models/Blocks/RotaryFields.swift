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
    try requireAgreement(form.baseField, with: inner, "rope_theta")
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

  /// - Throws: an `InputProblem` when an object inside this one says another number.
  private func requireAgreement(
    _ field: String, with inner: ConfigurationFields?, _ name: String
  ) throws(InputProblem) {
    guard let inner, has(field), inner.has(name) else { return }
    let (one, other) = (try number(field), try inner.number(name))
    guard one != other else { return }
    throw InputProblem(
      at: inner.place, "'\(name)' is \(other), and '\(field)' beside it \(one); keep one")
  }

  /// The object that describes the frequencies, if there is one.
  private func rotaryObject(
    _ form: RotaryForm
  ) throws(InputProblem) -> ConfigurationFields? {
    let parameters = try rotaryParameters(form)
    // Layers with a window keep their frequencies when those of the others are scaled.
    guard form.layers != .sliding, let scaling = try object("rope_scaling"),
      !scaling.stated.isEmpty
    else { return parameters }
    guard let parameters, !parameters.stated.isEmpty else { return scaling }
    if let name = scaling.difference(from: parameters, newer: ["type": "rope_type"]) {
      throw InputProblem(
        at: scaling.place, "says something else of '\(name)' than 'rope_parameters'; keep one")
    }
    return parameters
  }

  /// `rope_parameters`, of one kind of layer where a family has several.
  private func rotaryParameters(
    _ form: RotaryForm
  ) throws(InputProblem) -> ConfigurationFields? {
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
    try requireAgreement(form.partField, with: inner, "partial_rotary_factor")
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
    let kind = try rotaryKind()
    switch kind {
    case "default", "none":
      try requireKeys(of: kind, try number("factor", default: 1) == 1 ? ["factor"] : [])
      return .none
    case "linear":
      try requireKeys(of: kind, ["factor"])
      return .linear(factor: try scalingFactor())
    case "dynamic":
      let length = "original_max_position_embeddings"
      let isSame = try size(length, default: maxPositions) == maxPositions
      try requireKeys(of: kind, isSame ? ["factor", length] : ["factor"])
      // It changes nothing up to the model's positions, and longer sequences are refused.
      return .dynamic(
        factor: try scalingFactor(), length: maxPositions, original: maxPositions)
    case "llama3":
      try requireKeys(
        of: kind,
        ["factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings"])
      return .llama3(try llamaBand(maxPositions, original))
    default:
      throw InputProblem(
        at: place, "rope type '\(kind)' is not supported (default, linear, dynamic, llama3)")
    }
  }

  /// `rope_type`, which earlier versions of transformers called `type`.
  private func rotaryKind() throws(InputProblem) -> String {
    let earlier = try text("type", default: "default")
    let kind = try text("rope_type", default: earlier)
    guard !has("type") || kind == earlier else {
      throw InputProblem(
        at: place, "'rope_type' is '\(kind)', and 'type' is '\(earlier)'; keep one")
    }
    return kind
  }

  /// - Throws: an `InputProblem` when a key says something that rotary frequencies of a kind have
  ///   no use for.
  private func requireKeys(of kind: String, _ own: Set<String>) throws(InputProblem) {
    let known = own.union(["rope_type", "type", "rope_theta", "partial_rotary_factor"])
    guard let key = stated.first(where: { !known.contains($0) }) else { return }
    throw InputProblem(
      at: place,
      has("rope_type") || has("type")
        ? "'\(key)' has no use in rope type '\(kind)'; name the type that is meant, or remove it"
        : "has '\(key)' and no 'rope_type'; name the type that is meant, or remove it")
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

/// What a layer's queries see, by transformers' names.
enum LayerKind: String, CaseIterable, Sendable {
  case full = "full_attention"
  /// Keys within `sliding_window` of the query.
  case sliding = "sliding_attention"
}

extension ConfigurationFields {
  /// The kind of every layer: `layer_types` or, where it is absent, what the family makes of
  /// their numbers.
  func layerKinds(
    _ layers: Int, default isSliding: (Int) -> Bool
  ) throws(InputProblem) -> [LayerKind] {
    guard let names = try texts("layer_types") else {
      return (0..<layers).map { isSliding($0) ? .sliding : .full }
    }
    guard names.count == layers else {
      throw InputProblem(
        at: place, "'layer_types' has \(names.count) entries for \(layers) layers")
    }
    var kinds: [LayerKind] = []
    for name in names {
      guard let kind = LayerKind(rawValue: name) else {
        let known = LayerKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw InputProblem(at: place, "'layer_types' \(name) is not supported (\(known))")
      }
      kinds.append(kind)
    }
    return kinds
  }

  /// Of a family whose layers are all of one kind, which `layer_types` may say as well.
  ///
  /// - Throws: an `InputProblem` when it says something else.
  func requireLayers(_ count: Int, _ kind: LayerKind) throws(InputProblem) {
    guard try layerKinds(count, default: { _ in kind == .sliding }).allSatisfy({ $0 == kind })
    else {
      throw InputProblem(
        at: place,
        "'layer_types' has other layers than \(kind.rawValue), which the model's type and "
          + "'sliding_window' make of all; correct one of them")
    }
  }

  /// Qwen's windows: none unless `use_sliding_window`, then those of the layers from
  /// `max_window_layers` on.
  func qwenWindows(_ form: inout RotaryDecoder.Form) throws(InputProblem) {
    let isUsed = try flag("use_sliding_window", default: false)
    let isThere = isUsed && !isNull("sliding_window")
    let first = try number("max_window_layers", default: 28)
    form.kinds = try layerKinds(layers()) { isThere && Double($0) >= first }
    if isThere { form.window = try size("sliding_window", default: 4096) }
    guard isThere || !form.kinds.contains(.sliding) else {
      throw InputProblem(
        at: place, "'layer_types' has \(LayerKind.sliding.rawValue), 'use_sliding_window' none")
    }
  }
}

extension ConfigurationFields {
  /// What Gemma 2 and Gemma 3 have in common.
  ///
  /// - Parameters:
  ///   - caps: bounds of scores and of logits where the configuration is silent; 0 is none.
  ///   - isSliding: whether the layer of a number, counted from 0, has a window.
  func gemma(
    maxPositions: Int, caps: (scores: Double, logits: Double), isSliding: (Int) -> Bool
  ) throws(InputProblem) -> RotaryDecoder.Form {
    try refuse("use_bidirectional_attention")
    let scalar = try number("query_pre_attn_scalar", default: 256)
    guard scalar > 0 else {
      throw InputProblem(at: place, "'query_pre_attn_scalar' must be above 0")
    }
    var form = RotaryDecoder.Form(maxPositions: maxPositions, keyHeads: 4, headWidth: 256)
    form.tied = true
    form.inputBias = try flag("attention_bias", default: false)
    form.outputBias = form.inputBias
    form.activation = ("hidden_activation", "gelu_pytorch_tanh")
    form.kinds = try layerKinds(layers(), default: isSliding)
    if !isNull("sliding_window") { form.window = try size("sliding_window", default: 4096) }
    guard form.window > 0 || !form.kinds.contains(.sliding) else {
      throw InputProblem(
        at: place, "'sliding_window' is null, and 'layer_types' has \(LayerKind.sliding.rawValue)")
    }
    form.gemma = RotaryDecoder.Gemma(
      scoreFactor: Float(1 / scalar.squareRoot()),
      scoreCap: try cap("attn_logit_softcapping", default: caps.scores),
      logitCap: try cap("final_logit_softcapping", default: caps.logits))
    return form
  }
}
