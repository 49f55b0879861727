import Vocabulary

/// MeZO on one block alone (arXiv:2606.05516).
///
/// The paper finds the block as the first whose output shows activation outliers; here it is given.
/// Two forward passes.
public enum DominantLayer: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// The number of the block.
    public var block = 0
    public init() {}
  }

  public static let name = "dominant-layer"
  public static let summary = "MeZO on one block alone"
  public static let provenance = Provenance(
    "arXiv:2606.05516",
    equation: "MeZO on one block",
    .confirmed(by: .trace),
    open: "the outlier statistic that finds the block, so that it must be given")

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("block", h.block, 0...4096)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: Dense()), on: OneBlock(h.block),
      update: [LearningRate(h.learningRate)])
  }
}
