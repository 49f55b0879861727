import Vocabulary

/// MeZO with estimates corrected by one over all data (ICML 2024, arXiv:2404.08080).
///
/// Every `interval` steps `θ̄ ← θ`, g the two-sided estimate over all training data,
/// `θ ← θ − η₁·g`; otherwise `θ ← θ − η₂·(ĝ_B(θ) − ĝ_B(θ̄) + g)` along one z. A pass over all data
/// counts as its batches: with b of them two steps at `interval` 2 are 2·b + 4 forward passes. The
/// paper's g of d floats is kept as its keys and scales here; θ̄ takes d floats. The two estimates
/// of a batch are along one z, as in the paper; the released code draws another for θ̄.
package enum MeZOSVRG: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(2, .period, "From one estimate over all data to the next.", unit: "steps")
    package var interval: Int
    @Setting(10, .positive, "η₁ as a multiple of η₂.") package var anchorFactor: Float
    package init() {}
  }

  package static let name = "mezo-svrg"
  package static let revision = 1
  package static let summary = "MeZO with variance reduced by estimates over all data"
  package static let provenance = Provenance(
    "arXiv:2404.08080",
    equation: "θ ← θ − η₂·(ĝ_B(θ) − ĝ_B(θ̄) + g)",
    code: Provenance.Code("amazon-science/mezo_svrg"),
    .confirmed(by: .trace),
    open: "the ratio of the rates, 1 to 1000 in the authors' runs, and no loss-driven "
      + "annealing of them")
  package static let state = "4d bytes, 20 per query"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let estimator = VarianceReduced(
      epsilon: schedules.distance(h.epsilon), queries: h.queries, interval: h.interval,
      anchorFactor: h.anchorFactor)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), update: [schedules.descent(h.learningRate)],
      anchoring: .every(h.interval))
  }
}
