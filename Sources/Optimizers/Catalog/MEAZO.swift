import Vocabulary

/// MeZO with a step divided by the running size of its slopes (MEAZO, arXiv:2605.03869).
///
/// `v ← β·v + (1−β)·c²; θ ← θ − η/(√v̂ + ζ)·c·z`, c in v the mean slope over the
/// queries. 2q forward passes; two floats in all.
public enum MEAZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-5
    public var epsilon: Float = 1e-3
    public var queries = 1
    public var beta = 0.99
    public var zeta: Float = 1e-8
    public init() {}
  }

  public static let name = "meazo"
  public static let summary = "MeZO with one adaptive scalar"
  public static let provenance = Provenance(
    "arXiv:2605.03869",
    equation: "v ← β·v + (1 − β)·c²; θ ← θ − η·c·z/(√v̂ + ζ)",
    .confirmed(by: .trace),
    open: "the defaults of β, ζ and the learning rate")
  public static let state = "8 bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try requireShare("beta", h.beta)
    try requireDecay("zeta", h.zeta)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon, queries: h.queries), along: Dense()),
      update: [ScalarRMS(beta: h.beta, zeta: h.zeta), LearningRate(h.learningRate)])
  }
}
