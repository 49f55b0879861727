import Vocabulary

/// Where a composed optimizer acts.
struct ComposedMask: Sendable {
  var parameters: any ParameterMask = Everything()
  var step: (any StepMask)?
}

/// The masks that a grid may name.
enum MaskParts {
  /// Among which elements the share that is left out is counted.
  enum Group: String, SettingChoice {
    case layer, global
  }

  struct Layers: Settings {
    @Setting(0.75, .unit, "The share of the blocks that is left out.") var ratio: Double
    init() {}
  }

  struct Sparse: Settings {
    @Setting(.sparsity()) var sparsity: Double
    @Setting(.layer, "Among what the share is counted.") var group: Group
    init() {}
  }

  struct ByActivations: Settings {
    @Setting(.sparsity()) var sparsity: Double
    @Setting(.row, "Among what the share is counted.") var group: WandaSparsity.Group
    init() {}
  }

  struct Resampled: Settings {
    @Setting(.sparsity()) var sparsity: Double
    @Setting(.layer, "Among what the share is counted.") var group: Group
    @Setting(.resample()) var resample: Int
    init() {}
  }

  struct Block: Settings {
    @Setting(0, .notNegative, "The number of the block.") var block: Int
    init() {}
  }

  private static func magnitude(
    _ name: String, _ kept: MagnitudeSparsity.Kept
  ) -> Part<ComposedMask> {
    Part(name, Sparse.self) { h in
      ComposedMask(
        step: MagnitudeSparsity(
          keeping: kept, sparsity: h.sparsity, isGlobal: h.group == .global,
          followsWeights: kept == .small))
    }
  }

  static let all: [Part<ComposedMask>] = [
    Part("everything") { ComposedMask() },
    Part("block", Block.self) { ComposedMask(parameters: OneBlock($0.block)) },
    Part("layers", Layers.self) { ComposedMask(step: LayerDropout($0.ratio)) },
    magnitude("small", .small),
    magnitude("large", .large),
    Part("wanda", ByActivations.self) { h in
      ComposedMask(step: WandaSparsity(sparsity: h.sparsity, group: h.group))
    },
    Part("random", Resampled.self) { h in
      ComposedMask(
        step: RandomSparsity(
          h.group == .global ? .global(h.sparsity) : .layer(h.sparsity), resample: h.resample))
    },
  ]
}
