import Vocabulary

/// MeZO on a random subset of the blocks in each step (arXiv:2410.09823).
///
/// ⌊ρ·B + ½⌋ of B blocks are left out; embeddings, the last norm and the head are always in. Two
/// forward passes.
public enum LeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(0.75, .unit, "ρ: the share of the blocks that is left out.") public var ratio: Double
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

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      stepMask: LayerDropout(h.ratio), update: [schedules.descent(h.learningRate)])
  }
}
