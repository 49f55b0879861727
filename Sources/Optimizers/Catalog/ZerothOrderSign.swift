import Vocabulary

/// Descent by the sign of MeZO's estimate (ZO-SGD-Sign of ZO-Bench, arXiv:2402.11592).
///
/// `θ ← θ − η·sign(ĝ)`, element by element (Liu et al. 2019); with `scalar` θ ← θ − η·sign(c)·z. 2q
/// forward passes. `upstream` is what ZO-LLM's sweeps run: the scalar sign, through AdamW.
public enum ZerothOrderSign: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 1
    public var scalar = false
    public var upstream = false
    public init() {}
  }

  public static let name = "zo-sgd-sign"
  public static let summary = "zeroth-order sign descent"
  public static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ ← θ − η·sign(c·z)",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py"),
    .confirmed(by: .trace))
  public static let state = "nothing; upstream 8d bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    let probe = TwoSided(epsilon: h.epsilon, queries: h.queries)
    guard h.scalar || h.upstream else {
      return Optimizer(
        .probes(probe, along: Dense()), update: [Sign(), LearningRate(h.learningRate)])
    }
    let adam: [any UpdateRule] = h.upstream ? [Adam(addsEpsilonEarly: true)] : []
    return Optimizer(
      .probes(ScalarSign(probe), along: Dense()), update: adam + [LearningRate(h.learningRate)])
  }
}
