import Vocabulary

/// Backpropagation through the last blocks, MeZO below them (hybrid ZO–FO of ZO-Bench).
///
/// The last `blocks` blocks and what follows them descend by their gradient, so that the backward
/// pass and what it stores stop at the split; the parameters below descend by two-sided probes of
/// the same batch, at the same weights. Two forward passes and one forward and backward pass. The
/// study names this enhancement without a definition that could be read: this one is ours.
package enum HybridZOFO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(1e-3, .positive, "The learning rate of the upper part.")
    package var upperLearningRate: Float
    @Setting(1, .in(0...4096), "How many blocks are in the upper part.") package var blocks: Int
    package init() {}
  }

  package static let name = "zo-fo-hybrid"
  package static let summary = "backpropagation in the last blocks, MeZO below"
  package static let provenance = Provenance(
    "arXiv:2402.11592",
    .unconfirmed("the whole definition: a reconstruction from the name"))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let upper = Optimizer(
      .backpropagation, on: Depth(upper: true, blocks: h.blocks),
      update: [LearningRate(schedules.rate(h.upperLearningRate))])
    return Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      on: Depth(upper: false, blocks: h.blocks), update: [schedules.descent(h.learningRate)],
      beside: [upper])
  }
}
