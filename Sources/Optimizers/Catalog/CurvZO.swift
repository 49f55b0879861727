import Vocabulary

/// MeZO on a few parameters, drawn by how sensitive the loss was to each of them (CurvZO).
///
/// `θ_t ← θ_t − η·(c/π_t)·z_t` for the drawn parameters t, c the two-sided slope along all of them;
/// how they are drawn and what is learnt is `SensitivitySampling`'s. Two forward passes; a float per
/// parameter tensor. arXiv:2603.21725; its port in EkkoXy/AIM-ZO, `src/aimzo/zo/methods/curvzo.py`,
/// with that port's defaults and its source profile's phase (f changes in steps 1, 21, …).
public enum CurvZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// f at first: the share of the parameters that is drawn on average.
    public var share = 0.4
    /// β: the weight of what a step measures in the sensitivity of what it drew.
    public var beta = 0.1
    /// s at first.
    public var sensitivity = 0.01
    /// Steps from one change of f to the next; 0 never changes it.
    public var refresh = 20
    public init() {}
  }

  public static let name = "curvzo"
  public static let summary = "MeZO on parameters drawn by their sensitivity"
  public static let provenance = Provenance(
    "arXiv:2603.21725",
    equation: "θ_t ← θ_t − η·(c/π_t)·z_t",
    code: Provenance.Code("EkkoXy/AIM-ZO", file: "src/aimzo/zo/methods/curvzo.py"),
    .confirmed(by: .trace),
    open: "the authors' own code: the rule is that of a port")
  public static let state = "4 bytes per parameter tensor"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try require(h.share > 0 && h.share <= 1, "share", h.share, "above 0, at most 1")
    try require(h.beta > 0 && h.beta <= 1, "beta", h.beta, "above 0, at most 1")
    try requirePositive("sensitivity", h.sensitivity)
    try requireCount("refresh", h.refresh, 0...1_000_000)
    return Optimizer(
      .probes(
        SensitivitySampling(
          epsilon: Scheduled(h.epsilon), share: h.share, rate: h.beta, initial: h.sensitivity,
          adaptEvery: h.refresh), along: Dense()),
      partition: ModuleLevel.tensor, update: [LearningRate(h.learningRate)])
  }
}
