import Vocabulary

/// The best of staying, a step and the opposite step (ZO-SGD-Cons of ZO-Bench, arXiv:2402.11592).
///
/// `θ⁺ = argmin L over {θ, θ − η·ĝ, θ + η·ĝ}` on the same batch (Bergou et al. 2020). Five forward
/// passes with q = 1, four one-sided. ZO-LLM's own code runs its tentative steps through AdamW,
/// where undoing them does not lead back; that is not reproduced.
package enum ZerothOrderConservative: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(.sides()) package var sides: ProbeSides
    package init() {}
  }

  package static let name = "zo-sgd-cons"
  package static let summary = "zeroth-order SGD that keeps the best of three places"
  package static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ ← argmin L of {θ, θ − η·ĝ, θ + η·ĝ}",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py", version: "bf210fa"),
    .confirmed(by: .officialCode))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let estimator = Conservative(
      epsilon: schedules.distance(h.epsilon), queries: h.queries,
      rate: schedules.rate(h.learningRate),
      isOneSided: h.sides == .one)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), update: [schedules.descent(h.learningRate)])
  }
}
