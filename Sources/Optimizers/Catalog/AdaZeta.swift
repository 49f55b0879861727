import Vocabulary

/// Descent by the mean of two-sided estimates whose number grows with the epochs
/// (EMNLP 2024, arXiv:2406.18060).
///
/// `θ ← θ − η·(1/Q_e)·Σ c_q·z_q` with `Q_e = min(max(⌊α·e^β⌋, 1), Q_max)` in epoch e = 1, 2, …, an
/// epoch being one pass over the training examples. 2·Q_e forward passes. The paper trains
/// tensor-train adapters with it: the scheme `tensor-train`. Its scripts use Q_max 15 and β 0.4 to
/// 0.5. The authors keep the sum of the estimates; here it is made again from keys.
/// While Q_e is 1, for the first six epochs with these defaults, it is `zo-sgd`; a run that ends
/// there says so in its findings.
package enum AdaZeta: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-4)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.growth()) package var alpha: Double
    @Setting(.growthPower()) package var beta: Double
    @Setting(20, .count, "Q_max: the most queries of a step.") package var mostQueries: Int
    package init() {}
  }

  package static let name = "adazeta"
  package static let summary = "MeZO with queries that grow over the epochs"
  package static let provenance = Provenance(
    "arXiv:2406.18060",
    equation: "Q_e = min(max(⌊α·e^β⌋, 1), Q_max); θ ← θ − η·mean of c·z",
    code: Provenance.Code(
      "yifanycc/AdaZeta", file: "large_models/trainer_adazeta.py", version: "3659ba3"),
    .confirmed(by: .officialCode),
    open: "the first epoch's number: 1 here, 0 in the code, whose weight decay is 0.01")

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let estimator = GrowingQueries(
      epsilon: schedules.distance(h.epsilon), alpha: h.alpha, beta: h.beta, most: h.mostQueries)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), update: [schedules.descent(h.learningRate)])
  }
}
