import Vocabulary

/// MeZO with differential privacy for every example: clipped slopes and noise on their mean.
///
/// `θ ← θ − η·z·[(1/B)·Σ clip((ℓᵢ₊ − ℓᵢ₋) / 2ε, ±C) + N(0, (2σC/B)²)]`, z Gaussian. Zhang et al.
/// 2024, arXiv:2310.09639; Liang137/DPZero, `opt/src/trainer.py`. σ is the multiplier that an
/// accountant gives for (ε, δ), the share of a batch and the number of steps; none is computed
/// here, so the default is a multiplier and no promise. Two forward passes, no state. The paper
/// draws its batches by chance (Poisson), this program in turn.
public enum DPZero: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(10, .positive, "C: the largest slope of an example.") public var clip: Float
    @Setting(1, .notNegative, "σ: the noise multiplier; 0 only clips.") public var noise: Float
    public init() {}
  }

  public static let name = "dpzero"
  public static let summary = "MeZO with clipped slopes of examples and noise, for privacy"
  public static let provenance = Provenance(
    "arXiv:2310.09639",
    equation: "θ ← θ − η·z·(mean of clipped slopes + N(0, (2σC/B)²))",
    code: Provenance.Code("Liang137/DPZero", file: "opt/src/trainer.py"),
    .confirmed(by: .trace),
    open: "the noise multiplier, which the authors' program takes from a privacy accountant")

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        PrivateSlope(epsilon: schedules.distance(h.epsilon), limit: h.clip, noise: h.noise),
        along: Dense()),
      update: [schedules.descent(h.learningRate)])
  }
}
