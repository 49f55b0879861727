import Vocabulary

/// MeZO along perturbations mixed with their momentum (ZO-AdaMU, AAAI 2024).
///
/// Probes along m', update along m'/√v; see the directions for the formulas. The probe mixes with
/// the same β₁ as the update, fresh noise with β₁; the authors' code has 0.9 of what was kept and
/// 0.1 fresh, and does not run as it was released. Two forward passes; a float per trained
/// parameter.
package enum ZOAdaMU: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(0.5, .unit, "α: the weight of the momentum in a probe.") package var alpha: Double
    @Setting(0.9, .unit, "β₁: the decay of the momentum.") package var beta1: Double
    @Setting(0.01, .unit, "β₂: the decay of the second moment.") package var beta2: Double
    @Setting(0.05, .unit, "The share of the run at which the fall from plain probing begins.")
    package var begins: Double
    @Setting(0.8, .unit, "The share of the run at which the fall from plain probing ends.")
    package var ends: Double
    package init() {}
  }

  package static let name = "zo-adamu"
  package static let revision = 1
  package static let summary = "MeZO with adaptive momentum in the perturbation"
  package static let provenance = Provenance(
    "AAAI 2024, ZO-AdaMU",
    equation: "θ ← θ − η·c·m'/√(v + 1e-8)",
    code: Provenance.Code("MathIsAll/ZO-AdaMU", file: "trainer.py"),
    .unconfirmed(
      "the released program calls its schedule without an argument and stops there; the weights "
        + "of a probe and the schedules are ours"),
    open: "the shape of the schedules between 5 % and 80 % of the run, and their ends")
  package static let state = "4d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    try check(h.ends >= h.begins, "ends", "\(h.ends)", "in begins ... 1")
    let mixture = AdaptiveMixture(
      begins: h.begins, ends: h.ends, alpha: h.alpha, beta1: h.beta1, beta2: h.beta2)
    return Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: mixture),
      update: [schedules.descent(h.learningRate)])
  }
}
