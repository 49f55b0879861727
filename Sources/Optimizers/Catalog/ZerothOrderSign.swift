import Vocabulary

/// Descent by the sign of MeZO's estimate (ZO-SGD-Sign of ZO-Bench, arXiv:2402.11592).
///
/// `θ ← θ − η·sign(ĝ)`, element by element (Liu et al. 2019); with `scalar` θ ← θ − η·sign(c)·z. 2q
/// forward passes. `upstream` is what ZO-LLM's sweeps run: the scalar sign, through AdamW.
package enum ZerothOrderSign: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(false, "Whether the sign is the slope's instead of each element's.")
    package var scalar: Bool
    @Setting(.upstream()) package var upstream: Bool
    package init() {}
  }

  package static let name = "zo-sgd-sign"
  package static let summary = "zeroth-order sign descent"
  package static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ ← θ − η·sign(c·z)",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py"),
    .confirmed(by: .trace))
  package static let state = "nothing; upstream 8d bytes"

  package static func make(
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
