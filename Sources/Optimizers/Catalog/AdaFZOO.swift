import Tensors
import Vocabulary

/// FZOO on parts drawn by AdaLeZO's bandit (after arXiv:2604.18264 and arXiv:2506.09034).
///
/// N Rademacher probes on the drawn parts; `θ_j ← θ_j − η·w_j·Σ (Lᵢ − L₀)·zᵢ / (N·σ)` with the
/// propensity weight w_j and σ over N. N + 1 forward passes; a float per part.
public enum AdaFZOO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-5
    public var epsilon: Float = 1e-3
    public var queries = 8
    /// The share of the parts that is drawn.
    public var ratio = 0.1
    public var temperature = 0.1
    public var exploration = 0.7
    public var clip = 10.0
    public init() {}
  }

  public static let name = "adafzoo"
  public static let summary = "FZOO on blocks that a bandit draws"
  public static let provenance = Provenance(
    "arXiv:2604.18264",
    equation: "θ_j ← θ_j − η·w_j·Σ (Lᵢ − L₀)·zᵢ/(N·σ)",
    .unconfirmed("no trace of it yet"),
    open: "the role of the exploration constant 0.7, and how the bandit's averages are fed "
      + "(0.1 here)")
  public static let state = "4 bytes per part"

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
      .probes(BatchedBandit(bandit, queries: h.queries), along: Dense(.rademacher)),
      partition: ModuleLevel.block, update: [DivideByDeviation(), LearningRate(h.learningRate)])
  }
}
