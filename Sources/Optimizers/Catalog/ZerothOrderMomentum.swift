import Vocabulary

/// MeZO's estimate with momentum (ZO-SGD-MMT of ZO-Bench, arXiv:2402.11592).
///
/// `m ← β·m + ĝ; θ ← θ − η·m`; as an average `m ← β·m + (1 − β)·ĝ`, whose steps are shorter by 1 −
/// β. 2q forward passes; one float of state per trained parameter.
public enum ZerothOrderMomentum: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries()) public var queries: Int
    @Setting(.momentum(0.9)) public var momentum: Float
    @Setting(.form()) public var form: Momentum.Form
    public init() {}
  }

  public static let name = "zo-sgd-mmt"
  public static let summary = "zeroth-order SGD with momentum"
  public static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "m ← β·m + c·z; θ ← θ − η·m",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py", version: "bf210fa"),
    .confirmed(by: .officialCode))
  public static let state = "4d bytes"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: Dense()),
      update: [Momentum(h.momentum, h.form), schedules.descent(h.learningRate)])
  }
}
