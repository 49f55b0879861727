import Vocabulary

/// MeZO along directions in a cone around the momentum (arXiv:2511.02757).
///
/// `z = √d·cos θ·m/‖m‖ + sin θ·u; x ← x − η·c·z; m ← β·m + (1 − β)·c·z`, m a Gaussian at first. β is
/// what the authors use for OPT; 0.95 is for RoBERTa. Two forward passes; a float per trained
/// parameter.
public enum ConMeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-7
    public var epsilon: Float = 1e-3
    /// The angle of the cone, in radians; π/2 is MeZO.
    public var angle = 1.35
    public var beta = 0.99
    /// Whether β rises from 0.1 between a hundredth and a tenth of the run.
    public var warmUpBeta = true
    /// Steps at which β has risen; 0 is a tenth of the run.
    public var betaSteps = 0
    public init() {}
  }

  public static let name = "conmezo"
  public static let revision = 1
  public static let summary = "MeZO in a cone around the momentum"
  public static let provenance = Provenance(
    "arXiv:2511.02757",
    equation: "z = √d·cos θ·m/‖m‖ + sin θ·u; x ← x − η·c·z",
    code: Provenance.Code("LejsDeen/ConMeZO"),
    .confirmed(by: .trace))
  public static let state = "4d bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try require(h.angle > 0 && h.angle <= .pi / 2 + 1e-9, "angle", h.angle, "in 0 ... π/2")
    try requireShare("beta", h.beta)
    try requireCount("betaSteps", h.betaSteps, 0...1_000_000)
    let cone = MomentumCone(
      angle: h.angle, beta: h.beta, warmsUp: h.warmUpBeta,
      warmUp: h.betaSteps == 0 ? nil : h.betaSteps)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: cone),
      update: [LearningRate(h.learningRate)])
  }
}
