import Vocabulary

/// MeZO on a random subset of the blocks in each step (arXiv:2410.09823).
///
/// ⌊ρ·B + ½⌋ of B blocks are left out; embeddings, the last norm and the head are always in. Two
/// forward passes.
package enum LeZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(0.75, .unit, "ρ: the share of the blocks that is left out.") package var ratio: Double
    package init() {}
  }

  package static let name = "lezo"
  package static let summary = "MeZO that leaves out random blocks in each step"
  package static let provenance = Provenance(
    "arXiv:2410.09823",
    equation: "MeZO on B − ⌊ρ·B + ½⌋ random blocks",
    .confirmed(by: .trace),
    open: "the default ratio and the learning rate; that what is outside of the blocks is "
      + "always active")

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      stepMask: LayerDropout(h.ratio), update: [schedules.descent(h.learningRate)])
  }
}
