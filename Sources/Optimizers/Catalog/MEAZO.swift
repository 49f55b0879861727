import Vocabulary

/// MeZO with a step divided by the running size of its slopes (MEAZO, arXiv:2605.03869).
///
/// `v ← β·v + (1−β)·c²; θ ← θ − η/(√v̂ + ζ)·c·z`, c in v the mean slope over the
/// queries. 2q forward passes; two floats in all.
public enum MEAZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries()) public var queries: Int
    @Setting(0.99, .decay, "β: the decay of the second moment.") public var beta: Double
    @Setting(1e-8, .notNegative, "ζ: what is added to the root of the second moment.")
    public var zeta: Float
    public init() {}
  }

  public static let name = "meazo"
  public static let revision = 1
  public static let summary = "MeZO with one adaptive scalar"
  public static let provenance = Provenance(
    "arXiv:2605.03869",
    equation: "v ← β·v + (1 − β)·c²; θ ← θ − η·c·z/(√v̂ + ζ)",
    .confirmed(by: .trace),
    open: "the defaults of β, ζ and the learning rate")
  public static let state = "8 bytes"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: Dense()),
      update: [ScalarRMS(beta: h.beta, zeta: h.zeta), schedules.descent(h.learningRate)])
  }
}
