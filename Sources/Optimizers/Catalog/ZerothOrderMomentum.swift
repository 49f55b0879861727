import Vocabulary

/// MeZO's estimate with momentum (ZO-SGD-MMT of ZO-Bench, arXiv:2402.11592).
///
/// `m ← β·m + ĝ; θ ← θ − η·m`; as an average `m ← β·m + (1 − β)·ĝ`, whose steps are shorter by 1 −
/// β. 2q forward passes; one float of state per trained parameter.
package enum ZerothOrderMomentum: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(.momentum(0.9)) package var momentum: Float
    @Setting(.form()) package var form: Momentum.Form
    package init() {}
  }

  package static let name = "zo-sgd-mmt"
  package static let summary = "zeroth-order SGD with momentum"
  package static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "m ← β·m + c·z; θ ← θ − η·m",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py", version: "bf210fa"),
    .confirmed(by: .officialCode))
  package static let state = "4d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: Dense()),
      update: [Momentum(h.momentum, h.form), schedules.descent(h.learningRate)])
  }
}
