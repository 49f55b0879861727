import Vocabulary

/// MeZO with differential privacy for every example: clipped slopes and noise on their mean.
///
/// `θ ← θ − η·z·[(1/B)·Σ clip((ℓᵢ₊ − ℓᵢ₋) / 2ε, ±C) + N(0, (2σC/B)²)]`, z Gaussian. Zhang et al.
/// 2024, arXiv:2310.09639; Liang137/DPZero, `opt/src/trainer.py`. σ is the multiplier that an
/// accountant gives for (ε, δ), the share of a batch and the number of steps; none is computed
/// here, so the default is a multiplier and no promise. Two forward passes, no state. The paper
/// draws its batches by chance (Poisson), this program in turn.
package enum DPZero: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(10, .positive, "C: the largest slope of an example.") package var clip: Float
    @Setting(1, .notNegative, "σ: the noise multiplier; 0 only clips.") package var noise: Float
    package init() {}
  }

  package static let name = "dpzero"
  package static let summary = "MeZO with clipped slopes of examples and noise, for privacy"
  package static let provenance = Provenance(
    "arXiv:2310.09639",
    equation: "θ ← θ − η·z·(mean of clipped slopes + N(0, (2σC/B)²))",
    code: Provenance.Code("Liang137/DPZero", file: "opt/src/trainer.py"),
    .confirmed(by: .trace),
    open: "the noise multiplier, which the authors' program takes from a privacy accountant")

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        PrivateSlope(epsilon: schedules.distance(h.epsilon), limit: h.clip, noise: h.noise),
        along: Dense()),
      update: [schedules.descent(h.learningRate)])
  }
}
