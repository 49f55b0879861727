import Vocabulary

/// MeZO on a random subset of the blocks in each step (arXiv:2410.09823).
///
/// ⌊ρ·B + ½⌋ of B blocks are left out; embeddings, the last norm and the head are always in. Two
/// forward passes.
public enum LeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// ρ: the share of the blocks that is left out.
    public var ratio = 0.75
    public init() {}
  }

  public static let name = "lezo"
  public static let summary = "MeZO that leaves out random blocks in each step"
  public static let provenance = Provenance(
    "arXiv:2410.09823",
    equation: "MeZO on B − ⌊ρ·B + ½⌋ random blocks",
    .confirmed(by: .trace),
    open: "the default ratio and the learning rate; that what is outside of the blocks is "
      + "always active")

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try require(h.ratio >= 0 && h.ratio <= 1, "ratio", h.ratio, "in 0 ... 1")
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: Dense()), stepMask: LayerDropout(h.ratio),
      update: [LearningRate(h.learningRate)])
  }
}
