import Vocabulary

/// MeZO with pruned gradients (gradient sparsity of ZO-Bench, arXiv:2402.11592).
///
/// A share of the elements is zeroed in probes and update alike: at random, drawn every `resample`
/// steps with the same share in every parameter (`layer`) or with shares after the magnitudes of
/// all (`global`); or once, those of small magnitude, or of small |W|·‖X‖ in the first batch
/// (Wanda, one pass more in the first step). `upstream` compares a Gaussian with s, as ZO-LLM's
/// code: the share is then Φ(s). Two forward passes; d/8 bytes, of Wanda 4n more for a matrix.
public enum ZerothOrderSparse: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// The share of the elements that is zeroed.
    public var sparsity = 0.5
    /// `random`, `magnitude` or `wanda`.
    public var pattern = "random"
    /// `layer` or `global`; of `wanda` also `row`.
    public var group = "layer"
    public var resample = 1
    public var upstream = false
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

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireShare("sparsity", h.sparsity)
    try requireCount("resample", h.resample, 1...1_000_000)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: Dense()), stepMask: try mask(h),
      update: [LearningRate(h.learningRate)])
  }

  private static func mask(_ h: Hyperparameters) throws(SettingsProblem) -> any StepMask {
    if h.pattern == "wanda" {
      return WandaSparsity(
        sparsity: h.sparsity, group: try choice("group", h.group, WandaSparsity.Group.self))
    }
    try require(["layer", "global"].contains(h.group), "group", h.group, "layer or global")
    let isGlobal = h.group == "global"
    switch h.pattern {
    case "magnitude":
      return MagnitudeSparsity(keeping: .large, sparsity: h.sparsity, isGlobal: isGlobal)
    case "random":
      return RandomSparsity(
        isGlobal ? .global(h.sparsity) : .layer(h.sparsity), resample: h.resample,
        isGaussian: h.upstream)
    default:
      throw .outOfRange(
        setting: "pattern", component: name, found: h.pattern,
        wanted: "random, magnitude or wanda")
    }
  }
}
