import Vocabulary

/// MeZO on one block alone (arXiv:2606.05516).
///
/// The paper finds the block as the first whose output shows activation outliers; here it is given.
/// Two forward passes.
package enum DominantLayer: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(0, .in(0...4096), "The number of the block.") package var block: Int
    package init() {}
  }

  package static let name = "dominant-layer"
  package static let summary = "MeZO on one block alone"
  package static let provenance = Provenance(
    "arXiv:2606.05516",
    equation: "MeZO on one block",
    .unconfirmed(
      "which block is dominant is the paper's finding, and here it is given: block 0 if no other "
        + "is"),
    open: "the outlier statistic that finds the block")

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      on: OneBlock(h.block),
      update: [schedules.descent(h.learningRate)])
  }
}
