import Vocabulary

/// Where a composed optimizer acts.
struct ComposedMask: Sendable {
  var parameters: any ParameterMask = Everything()
  var step: (any StepMask)?
}

/// The masks that a grid may name.
enum MaskParts {
  struct Layers: Settings {
    var ratio = 0.75
    init() {}
  }

  struct Sparse: Settings {
    var sparsity = 0.5
    /// `layer` or `global`.
    var group = "layer"
    init() {}
  }

  struct ByActivations: Settings {
    var sparsity = 0.5
    /// `row`, `layer` or `global`.
    var group = "row"
    init() {}
  }

  struct Resampled: Settings {
    var sparsity = 0.5
    var group = "layer"
    var resample = 1
    init() {}
  }

  struct Block: Settings {
    var block = 0
    init() {}
  }

  private static func check(
    _ sparsity: Double, _ group: String, _ name: String
  ) throws(SettingsProblem) {
    try requirePart(
      sparsity >= 0 && sparsity < 1, "sparsity", sparsity, of: name, "in 0 ..< 1")
    try requirePart(
      ["layer", "global"].contains(group), "group", group, of: name, "layer or global")
  }

  private static func magnitude(
    _ name: String, _ kept: MagnitudeSparsity.Kept
  ) -> Part<ComposedMask> {
    Part(name, Sparse.self) { (h: Sparse) throws(SettingsProblem) in
      try check(h.sparsity, h.group, name)
      return ComposedMask(
        step: MagnitudeSparsity(
          keeping: kept, sparsity: h.sparsity, isGlobal: h.group == "global",
          followsWeights: kept == .small))
    }
  }

  static let all: [Part<ComposedMask>] = [
    Part("everything") { ComposedMask() },
    Part("block", Block.self) { (h: Block) throws(SettingsProblem) in
      try requirePart(h.block >= 0, "block", h.block, of: "block", "at least 0")
      return ComposedMask(parameters: OneBlock(h.block))
    },
    Part("layers", Layers.self) { (h: Layers) throws(SettingsProblem) in
      try requirePart(
        h.ratio >= 0 && h.ratio <= 1, "ratio", h.ratio, of: "layers", "in 0 ... 1")
      return ComposedMask(step: LayerDropout(h.ratio))
    },
    magnitude("small", .small),
    magnitude("large", .large),
    Part("wanda", ByActivations.self) { (h: ByActivations) throws(SettingsProblem) in
      try check(h.sparsity, h.group == "row" ? "layer" : h.group, "wanda")
      let group = WandaSparsity.Group(rawValue: h.group) ?? .row
      return ComposedMask(step: WandaSparsity(sparsity: h.sparsity, group: group))
    },
    Part("random", Resampled.self) { (h: Resampled) throws(SettingsProblem) in
      try check(h.sparsity, h.group, "random")
      try requirePart(h.resample > 0, "resample", h.resample, of: "random", "at least 1")
      return ComposedMask(
        step: RandomSparsity(
          h.group == "global" ? .global(h.sparsity) : .layer(h.sparsity), resample: h.resample))
    },
  ]
}
