import Tensors
import Vocabulary

/// MeZO: descent along random directions by the difference of two losses.
///
/// `θ ← θ − η · (c·z + λ·θ)` with c = (L(θ+εz) − L(θ−εz)) / 2ε, averaged over the queries;
/// one-sided with c = (L(θ+εz) − L(θ)) / ε. 2q or q + 1 forward passes. Malladi et al. 2023,
/// arXiv:2305.17333; ZO-SGD of ZO-Bench, arXiv:2402.11592. The weights are never moved to be
/// probed, so there is no restoring pass and no drift.
package enum ZerothOrderSGD: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(.sides()) package var sides: ProbeSides
    @Setting(.weightDecay()) package var weightDecay: Float
    @Setting(.gaussian, "What directions are drawn from.") package var directions: Elements
    package init() {}
  }

  package static let name = "zo-sgd"
  package static let summary = "two-sided zeroth-order SGD (MeZO)"
  package static let provenance = Provenance(
    "arXiv:2305.17333",
    equation: "θ ← θ − η·(L₊ − L₋)/2ε·z",
    code: Provenance.Code(
      "princeton-nlp/MeZO", file: "large_models/trainer.py", version: "552cb1b"),
    .confirmed(by: .officialCode))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let distance = schedules.distance(h.epsilon)
    let estimator: any Estimator =
      h.sides == .one
      ? OneSided(epsilon: distance, queries: h.queries)
      : TwoSided(epsilon: distance, queries: h.queries)
    return Optimizer(
      schedules.probes(estimator, along: Dense(h.directions)),
      update: [WeightDecay(h.weightDecay), schedules.descent(h.learningRate)])
  }
}
