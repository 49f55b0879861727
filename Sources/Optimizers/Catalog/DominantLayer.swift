import Vocabulary

/// MeZO on one block alone (arXiv:2606.05516).
///
/// The paper finds the block as the first whose output shows activation outliers; here it is given.
/// Two forward passes.
public enum DominantLayer: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(0, .in(0...4096), "The number of the block.") public var block: Int
    public init() {}
  }

  public static let name = "dominant-layer"
  public static let summary = "MeZO on one block alone"
  public static let provenance = Provenance(
    "arXiv:2606.05516",
    equation: "MeZO on one block",
    .confirmed(by: .trace),
    open: "the outlier statistic that finds the block, so that it must be given")

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      on: OneBlock(h.block),
      update: [schedules.descent(h.learningRate)])
  }
}
