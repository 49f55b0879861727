import Vocabulary

/// One-sided probes in a random plane, fused as a Kalman filter does (BSZO, arXiv:2601.01452).
///
/// `yⱼ = (L(θ + ε·zⱼ) − L(θ))/ε` for two directions; `θ ← θ − η·Σ μⱼzⱼ` with μ the posterior's mean
/// of the slopes, prior N(0, σ₀²). The third sample learns again from the y of the less certain
/// direction. Before each sample `v ← 0.9·v + 0.1·(y − μ)²`; the noise is max(0.1·σ₀, √v), and v is
/// kept over steps. Three forward passes; state is a float. AeonianQuill/BSZO,
/// `bszo_optimizer_v3.py`, with its defaults.
package enum BSZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) package var learningRate: Float
    @Setting(.epsilon(1e-4)) package var epsilon: Float
    @Setting(2, .in(1...64), "k: directions of a step.") package var dimensions: Int
    @Setting(3, .count, "Samples of a step; those past k use measurements again.")
    package var samples: Int
    @Setting(
      0, .notNegative,
      "σ₀ of slopes and of the first noise; 0 is √(n/10⁶) for n trained elements.")
    package var deviation: Float
    package init() {}
  }

  package static let name = "bszo"
  package static let revision = 1
  package static let summary = "one-sided probes in a random plane, fused by Bayes' rule"
  package static let provenance = Provenance(
    "arXiv:2601.01452",
    equation: "θ ← θ − η·Σ μⱼ·zⱼ, μ by Kalman's gain",
    code: Provenance.Code("AeonianQuill/BSZO", file: "bszo_optimizer_v3.py", version: "63d87bf"),
    .confirmed(by: .officialCode))
  package static let state = "4 bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        BayesianSubspace(
          epsilon: schedules.distance(h.epsilon), dimensions: h.dimensions, samples: h.samples,
          deviation: h.deviation == 0 ? nil : Double(h.deviation)),
        along: Dense()),
      update: [schedules.descent(h.learningRate)])
  }
}
