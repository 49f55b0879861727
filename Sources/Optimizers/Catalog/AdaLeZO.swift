import Vocabulary

/// MeZO on parts drawn by a bandit (arXiv:2604.18264).
///
/// All embeddings, each block, and what follows the blocks are arms; a tenth of them is drawn with
/// replacement and probed together, and moves by weights that make the expectation that of moving
/// all. Two forward passes; a float per part. The share γ of uniform draws is 0.1 as in the
/// authors' script, and |c| is averaged at a rate of 0.1.
package enum AdaLeZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.drawnShare()) package var ratio: Double
    @Setting(.banditTemperature(0.1)) package var temperature: Double
    @Setting(.banditExploration(0.1)) package var exploration: Double
    @Setting(10, .positive, "The largest importance weight of a part.") package var clip: Double
    package init() {}
  }

  package static let name = "adalezo"
  package static let revision = 1
  package static let summary = "MeZO on blocks that a bandit draws"
  package static let provenance = Provenance(
    "arXiv:2604.18264",
    equation: "θ_j ← θ_j − η·c·countⱼ·min(1/(pⱼ·k), clip)·z_j",
    .confirmed(by: .trace))
  package static let state = "4 bytes per part"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let estimator = LayerBandit(
      epsilon: schedules.distance(h.epsilon), share: h.ratio, temperature: h.temperature,
      exploration: h.exploration, clip: h.clip)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), partition: BanditArms.standard,
      update: [schedules.descent(h.learningRate)])
  }
}
