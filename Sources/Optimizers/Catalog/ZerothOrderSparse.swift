import Experiments

/// MeZO with pruned gradients (gradient sparsity of ZO-Bench, arXiv:2402.11592).
///
/// A share of the elements is zeroed in probes and update alike: at random, drawn every `resample`
/// steps with the same share in every parameter (`layer`) or with shares after the magnitudes of
/// all (`global`); or those of small magnitude, once. `upstream` compares a Gaussian with s, as
/// ZO-LLM's code: the share is then Φ(s). Two forward passes; d/8 bytes.
public enum ZerothOrderSparse: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// The share of the elements that is zeroed.
    public var sparsity = 0.5
    /// `random` or `magnitude`.
    public var pattern = "random"
    /// `layer` or `global`.
    public var group = "layer"
    public var resample = 1
    public var upstream = false
    public init() {}
  }

  public static let name = "zo-sgd-sparse"
  public static let summary = "zeroth-order SGD with sparse gradients"
  public static let paper = "arXiv:2402.11592"
  public static let state = "d/8 bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireShare("sparsity", h.sparsity)
    try requireCount("resample", h.resample, 1...1_000_000)
    try require(
      h.pattern != "wanda", "pattern", h.pattern,
      "random or magnitude: Wanda's score needs the norms of activations, which are not at hand")
    try require(
      ["random", "magnitude"].contains(h.pattern), "pattern", h.pattern, "random or magnitude")
    try require(["layer", "global"].contains(h.group), "group", h.group, "layer or global")
    let mask: any StepMask =
      h.pattern == "magnitude"
      ? MagnitudeSparsity(
        keeping: .large, sparsity: h.sparsity, isGlobal: h.group == "global")
      : RandomSparsity(
        h.group == "global" ? .global(h.sparsity) : .layer(h.sparsity), resample: h.resample,
        isGaussian: h.upstream)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: Dense()), stepMask: mask,
      update: [LearningRate(h.learningRate)])
  }
}
