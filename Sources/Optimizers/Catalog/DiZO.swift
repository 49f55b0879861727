import Vocabulary

/// MeZO with the distance of each parameter from its start searched now and then
/// (arXiv:2502.03304).
///
/// Every `interval` steps `θ_l ← θ₀_l + (γ_l/‖Δ_l‖)·Δ_l`, γ found by ten two-sided steps in the
/// lengths alone. Two forward passes, twenty more in such a step; a copy of the first weights is
/// kept. The authors' code projects the key and value projections only; here it is every parameter.
public enum DiZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// Steps between searches.
    public var interval = 100
    public var iterations = 10
    public var lengthEpsilon: Float = 0.1
    public var lengthLearningRate: Float = 2
    /// How far a length may change, as a share.
    public var tolerance: Float = 0.2
    public init() {}
  }

  public static let name = "dizo"
  public static let summary = "MeZO with searched distances from the first weights"
  public static let provenance = Provenance(
    "arXiv:2502.03304",
    equation: "θ_l ← θ₀_l + (γ_l/‖Δ_l‖)·Δ_l",
    code: Provenance.Code("Skilteee/DiZO"),
    .unconfirmed("no trace of it yet"),
    open: "that lengths are probed in units of the weights; which of the paper's two step "
      + "sizes")
  public static let state = "4d bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("interval", h.interval, 1...1_000_000)
    try requireCount("iterations", h.iterations, 0...4096)
    try requirePositive("lengthEpsilon", h.lengthEpsilon)
    try requireDecay("lengthLearningRate", h.lengthLearningRate)
    try requireShare("tolerance", h.tolerance)
    let estimator = RayProjected(
      epsilon: Scheduled(h.epsilon), interval: h.interval, iterations: h.iterations,
      lengthEpsilon: h.lengthEpsilon, lengthRate: h.lengthLearningRate, tolerance: h.tolerance)
    return Optimizer(
      .probes(estimator, along: Dense()), partition: ModuleLevel.tensor,
      update: [LearningRate(h.learningRate)], anchoring: .atStart)
  }
}
