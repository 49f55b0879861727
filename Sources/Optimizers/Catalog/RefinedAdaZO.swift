import Vocabulary

/// Adam on MeZO's estimate whose second moment is of the momentum (R-AdaZO, arXiv:2502.01014).
///
/// `m ← β₁m + (1−β₁)ĝ, v ← β₂v + (1−β₂)m², θ ← θ − η·m / (√v + ε)`: the momentum is the less noisy
/// of the two. Neither is corrected for its bias, as in the paper's formulas, so the first step is
/// 1 / √(1 − β₂) rates long. The estimate is MeZO's; the authors' is one-sided, along queries on
/// the sphere. Two forward passes; two floats of state per trained parameter.
package enum RefinedAdaZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-4)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(.beta1(0.9)) package var beta1: Double
    @Setting(.beta2(0.999)) package var beta2: Double
    @Setting(.adamEpsilon()) package var adamEpsilon: Double
    package init() {}
  }

  package static let name = "r-adazo"
  package static let revision = 1
  package static let summary = "zeroth-order Adam with the second moment of the momentum"
  package static let provenance = Provenance(
    "arXiv:2502.01014",
    equation: "v ← β₂·v + (1 − β₂)·m²; θ ← θ − η·m/(√v + ε)",
    .confirmed(by: .trace),
    open: "the estimate, two-sided along Gaussians where the authors' is one-sided on the "
      + "sphere")
  package static let state = "8d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let adam = Adam(
      beta1: h.beta1, beta2: h.beta2, epsilon: h.adamEpsilon, second: .momentum,
      correctsBias: false)
    return Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: Dense()),
      update: [adam, schedules.descent(h.learningRate)])
  }
}
