import Vocabulary

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
