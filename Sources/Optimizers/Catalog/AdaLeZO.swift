import Vocabulary

/// MeZO on parts drawn by a bandit (arXiv:2604.18264).
///
/// Blocks and outer modules are arms; a tenth of them is drawn with replacement and probed
/// together, and moves by weights that make the expectation that of moving all. Two forward passes;
/// a float per part.
public enum AdaLeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// The share of the parts that is drawn.
    public var ratio = 0.1
    public var temperature = 0.1
    public var exploration = 0.7
    public var clip = 10.0
    public init() {}
  }

  public static let name = "adalezo"
  public static let summary = "MeZO on blocks that a bandit draws"
  public static let provenance = Provenance(
    "arXiv:2604.18264",
    equation: "θ_j ← θ_j − η·c·countⱼ·min(1/(pⱼ·k), clip)·z_j",
    .unconfirmed("no trace of it yet"),
    open: "the role of the exploration constant 0.7, and the rate at which |c| is averaged "
      + "(0.1 here)")
  public static let state = "4 bytes per part"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try require(h.ratio > 0 && h.ratio <= 1, "ratio", h.ratio, "above 0, at most 1")
    try requirePositive("temperature", h.temperature)
    try require(
      h.exploration > 0 && h.exploration <= 1, "exploration", h.exploration, "above 0, at most 1")
    try requirePositive("clip", h.clip)
    let estimator = LayerBandit(
      epsilon: Scheduled(h.epsilon), share: h.ratio, temperature: h.temperature,
      exploration: h.exploration, clip: h.clip)
    return Optimizer(
      .probes(estimator, along: Dense()), partition: ModuleLevel.block,
      update: [LearningRate(h.learningRate)])
  }
}
