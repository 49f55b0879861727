import Tensors
import Vocabulary

/// FZOO on parts drawn by AdaLeZO's bandit (after arXiv:2604.18264 and arXiv:2506.09034).
///
/// N Gaussian probes on the drawn parts; `θ_j ← θ_j − η·w_j·Σ (Lᵢ − L₀)·zᵢ / (N·σ)` with
/// w_j = 1 / (p_j·active), active the number of different parts that are drawn, and σ over N. The
/// bandit's reward is Σ |Lᵢ − L₀| / (N·σ), as a running mean. N + 1 forward passes; two floats per
/// part.
public enum AdaFZOO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries(8, atLeast: 2)) public var queries: Int
    @Setting(.drawnShare()) public var ratio: Double
    @Setting(.banditTemperature(0.1)) public var temperature: Double
    @Setting(.banditExploration(0.1)) public var exploration: Double
    @Setting(10, .positive, "The largest importance weight of a part.") public var clip: Double
    public init() {}
  }

  public static let name = "adafzoo"
  public static let revision = 1
  public static let summary = "FZOO on blocks that a bandit draws"
  public static let provenance = Provenance(
    "arXiv:2604.18264",
    equation: "θ_j ← θ_j − η·w_j·Σ (Lᵢ − L₀)·zᵢ/(N·σ)",
    .confirmed(by: .trace))
  public static let state = "8 bytes per part"

  public static func make(
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
