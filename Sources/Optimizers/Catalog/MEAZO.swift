import Vocabulary

/// MeZO with a step divided by the running size of its slopes (MEAZO, arXiv:2605.03869).
///
/// `v ← β·v + (1−β)·c²; θ ← θ − η/(√v̂ + ζ)·c·z`, c in v the mean slope over the
/// queries. 2q forward passes; two floats in all.
package enum MEAZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(0.99, .decay, "β: the decay of the second moment.") package var beta: Double
    @Setting(1e-8, .notNegative, "ζ: what is added to the root of the second moment.")
    package var zeta: Float
    package init() {}
  }

  package static let name = "meazo"
  package static let revision = 1
  package static let summary = "MeZO with one adaptive scalar"
  package static let provenance = Provenance(
    "arXiv:2605.03869",
    equation: "v ← β·v + (1 − β)·c²; θ ← θ − η·c·z/(√v̂ + ζ)",
    .confirmed(by: .trace),
    open: "the defaults of β, ζ and the learning rate")
  package static let state = "8 bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: Dense()),
      update: [ScalarRMS(beta: h.beta, zeta: h.zeta), schedules.descent(h.learningRate)])
  }
}
