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
    public var learningRate: Float = 1e-5
    public var epsilon: Float = 1e-3
    public var queries = 8
    /// The share of the parts that is drawn.
    public var ratio = 0.1
    public var temperature = 0.1
    public var exploration = 0.1
    public var clip = 10.0
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

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("queries", h.queries, 2...4096)
    try require(h.ratio > 0 && h.ratio <= 1, "ratio", h.ratio, "above 0, at most 1")
    try requirePositive("temperature", h.temperature)
    try require(
      h.exploration > 0 && h.exploration <= 1, "exploration", h.exploration, "above 0, at most 1")
    try requirePositive("clip", h.clip)
    let bandit = LayerBandit(
      epsilon: Scheduled(h.epsilon), share: h.ratio, temperature: h.temperature,
      exploration: h.exploration, clip: h.clip)
    return Optimizer(
      .probes(BatchedBandit(bandit, queries: h.queries), along: Dense()),
      partition: BanditArms.standard, update: [DivideByDeviation(), LearningRate(h.learningRate)])
  }
}
