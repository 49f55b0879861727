import Vocabulary

/// MeZO with pruned gradients (gradient sparsity of ZO-Bench, arXiv:2402.11592).
///
/// A share of the elements is zeroed in probes and update alike: at random, drawn every `resample`
/// steps with the same share in every parameter (`layer`) or with shares after the magnitudes of
/// all (`global`); or once, those of small magnitude, or of small |W|·‖X‖ in the first batch
/// (Wanda, one pass more in the first step). `upstream` compares a Gaussian with s, as ZO-LLM's
/// code: the share is then Φ(s). Two forward passes; d/8 bytes, of Wanda 4n more for a matrix.
public enum ZerothOrderSparse: OptimizerFamily {
  /// Which elements are kept.
  public enum Pattern: String, SettingChoice {
    case random, magnitude, wanda
  }

  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.sparsity()) public var sparsity: Double
    @Setting(.random, "Which elements are kept.") public var pattern: Pattern
    @Setting(.layer, "Among what the share is counted; `row` is of `wanda` only.")
    public var group: WandaSparsity.Group
    @Setting(.resample()) public var resample: Int
    @Setting(.upstream()) public var upstream: Bool
    public init() {}
  }

  public static let name = "zo-sgd-sparse"
  public static let summary = "zeroth-order SGD with sparse gradients"
  public static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ ← θ − η·c·(m∘z)",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py"),
    .confirmed(by: .trace))
  public static let state = "d/8 bytes"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      stepMask: try mask(h),
      update: [schedules.descent(h.learningRate)])
  }

  private static func mask(_ h: Hyperparameters) throws(SettingsProblem) -> any StepMask {
    try check(
      h.group != .row || h.pattern == .wanda, "group", h.group.rawValue,
      "layer or global where the pattern is not wanda")
    let isGlobal = h.group == .global
    switch h.pattern {
    case .wanda:
      return WandaSparsity(sparsity: h.sparsity, group: h.group)
    case .magnitude:
      return MagnitudeSparsity(keeping: .large, sparsity: h.sparsity, isGlobal: isGlobal)
    case .random:
      return RandomSparsity(
        isGlobal ? .global(h.sparsity) : .layer(h.sparsity), resample: h.resample,
        isGaussian: h.upstream)
    }
  }
}
