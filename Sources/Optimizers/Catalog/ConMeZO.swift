import Vocabulary

/// MeZO along directions in a cone around the momentum (arXiv:2511.02757).
///
/// `z = √d·cos θ·m/‖m‖ + sin θ·u; x ← x − η·c·z; m ← β·m + (1 − β)·c·z`. Two forward passes; a
/// float per trained parameter.
public enum ConMeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-7
    public var epsilon: Float = 1e-3
    /// The angle of the cone, in radians; π/2 is MeZO.
    public var angle = 1.35
    public var beta = 0.95
    /// Whether β rises from 0.1 between steps 200 and 2000.
    public var warmUpBeta = true
    public init() {}
  }

  public static let name = "conmezo"
  public static let summary = "MeZO in a cone around the momentum"
  public static let provenance = Provenance(
    "arXiv:2511.02757",
    equation: "z = √d·cos θ·m/‖m‖ + sin θ·u; x ← x − η·c·z",
    code: Provenance.Code("LejsDeen/ConMeZO"),
    .unconfirmed("no trace of it yet"))
  public static let state = "4d bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try require(h.angle > 0 && h.angle <= .pi / 2 + 1e-9, "angle", h.angle, "in 0 ... π/2")
    try requireShare("beta", h.beta)
    let cone = MomentumCone(angle: h.angle, beta: h.beta, warmsUp: h.warmUpBeta)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: cone),
      update: [LearningRate(h.learningRate)])
  }
}
