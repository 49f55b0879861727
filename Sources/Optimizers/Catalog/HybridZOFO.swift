import Vocabulary

/// Backpropagation through the last blocks, MeZO below them (hybrid ZO–FO of ZO-Bench).
///
/// The last `blocks` blocks and what follows them descend by their gradient, so that the backward
/// pass and what it stores stop at the split; the parameters below descend by two-sided probes of
/// the same batch, at the same weights. Two forward passes and one forward and backward pass. The
/// study names this enhancement without a definition that could be read: this one is ours.
public enum HybridZOFO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(1e-3, .positive, "The learning rate of the upper part.")
    public var upperLearningRate: Float
    @Setting(1, .in(0...4096), "How many blocks are in the upper part.") public var blocks: Int
    public init() {}
  }

  public static let name = "zo-fo-hybrid"
  public static let summary = "backpropagation in the last blocks, MeZO below"
  public static let provenance = Provenance(
    "arXiv:2402.11592",
    .unconfirmed("the whole definition: a reconstruction from the name"))

  public static func make(
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
