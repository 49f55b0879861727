import Tensors
import Vocabulary

/// FZOO on parts drawn by AdaLeZO's bandit (after arXiv:2604.18264 and arXiv:2506.09034).
///
/// N Gaussian probes on the drawn parts; `θ_j ← θ_j − η·w_j·Σ (Lᵢ − L₀)·zᵢ / (N·σ)` with
/// w_j = 1 / (p_j·active), active the number of different parts that are drawn, and σ over N. The
/// bandit's reward is Σ |Lᵢ − L₀| / (N·σ), as a running mean. N + 1 forward passes; two floats per
/// part.
package enum AdaFZOO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries(8, atLeast: 2)) package var queries: Int
    @Setting(.drawnShare()) package var ratio: Double
    @Setting(.banditTemperature(0.1)) package var temperature: Double
    @Setting(.banditExploration(0.1)) package var exploration: Double
    @Setting(10, .positive, "The largest importance weight of a part.") package var clip: Double
    package init() {}
  }

  package static let name = "adafzoo"
  package static let revision = 1
  package static let summary = "FZOO on blocks that a bandit draws"
  package static let provenance = Provenance(
    "arXiv:2604.18264",
    equation: "θ_j ← θ_j − η·w_j·Σ (Lᵢ − L₀)·zᵢ/(N·σ)",
    .confirmed(by: .trace))
  package static let state = "8 bytes per part"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let bandit = LayerBandit(
      epsilon: schedules.distance(h.epsilon), share: h.ratio, temperature: h.temperature,
      exploration: h.exploration, clip: h.clip)
    return Optimizer(
      schedules.probes(BatchedBandit(bandit, queries: h.queries), along: Dense()),
      partition: BanditArms.standard,
      update: [DivideByDeviation(), schedules.descent(h.learningRate)])
  }
}
