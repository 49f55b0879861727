import Vocabulary

/// MeZO's estimate with momentum (ZO-SGD-MMT of ZO-Bench, arXiv:2402.11592).
///
/// `m ← β·m + ĝ; θ ← θ − η·m`; as an average `m ← β·m + (1 − β)·ĝ`, whose steps are shorter by 1 −
/// β. 2q forward passes; one float of state per trained parameter.
public enum ZerothOrderMomentum: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-7
    public var epsilon: Float = 1e-3
    public var queries = 1
    public var momentum: Float = 0.9
    /// `sum` or `average`.
    public var form = "sum"
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

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try requireShare("momentum", h.momentum)
    let form = try choice("form", h.form, Momentum.Form.self)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon, queries: h.queries), along: Dense()),
      update: [Momentum(h.momentum, form), LearningRate(h.learningRate)])
  }
}
