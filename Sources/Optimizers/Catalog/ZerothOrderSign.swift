import Vocabulary

/// Descent by the sign of MeZO's estimate (ZO-SGD-Sign of ZO-Bench, arXiv:2402.11592).
///
/// `θ ← θ − η·sign(ĝ)`, element by element (Liu et al. 2019); with `scalar` θ ← θ − η·sign(c)·z. 2q
/// forward passes. `upstream` is what ZO-LLM's sweeps run: the scalar sign, through AdamW.
public enum ZerothOrderSign: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries()) public var queries: Int
    @Setting(false, "Whether the sign is the slope's instead of each element's.")
    public var scalar: Bool
    @Setting(.upstream()) public var upstream: Bool
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

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let probe = TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries)
    guard h.scalar || h.upstream else {
      return Optimizer(
        schedules.probes(probe, along: Dense()),
        update: [Sign(), schedules.descent(h.learningRate)])
    }
    let adam: [any UpdateRule] = h.upstream ? [Adam(addsEpsilonEarly: true)] : []
    return Optimizer(
      schedules.probes(ScalarSign(probe), along: Dense()),
      update: adam + [schedules.descent(h.learningRate)])
  }
}
