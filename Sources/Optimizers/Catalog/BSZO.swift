import Vocabulary

/// One-sided probes in a random plane, fused as a Kalman filter does (BSZO, arXiv:2601.01452).
///
/// `yᵢ = (L(θ + ε·Σ dᵢⱼzⱼ) − L(θ))/ε` for three directions dᵢ in the plane of z₁ and z₂;
/// `θ ← θ − η·Σ μⱼzⱼ` with μ the posterior's mean of the slopes. Four forward passes; no state.
/// Open are: the directions after the first k (here all z with random signs: once each slope was
/// measured, no direction is less certain than another), the variances (of their ratio, `noise`, 1;
/// the paper's adapts, in a way that was not found), and whether the sum is divided by k (not here:
/// it is the gradient's projection up to the shrinkage).
public enum BSZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-7
    public var epsilon: Float = 1e-4
    /// k: directions of a step.
    public var dimensions = 2
    /// Probes of a step, at least as many as directions.
    public var samples = 3
    /// The variance of a measurement's noise, of the slopes' own.
    public var noise = 1.0
    public init() {}
  }

  public static let name = "bszo"
  public static let summary = "one-sided probes in a random plane, fused by Bayes' rule"
  public static let paper = "arXiv:2601.01452"
  public static let unconfirmed: String? =
    "the third direction, the variances and how they adapt, and the scale of the step"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("dimensions", h.dimensions, 1...64)
    try requireCount("samples", h.samples, h.dimensions...max(h.dimensions, 4096))
    try requirePositive("noise", h.noise)
    return Optimizer(
      .probes(
        BayesianSubspace(
          epsilon: Scheduled(h.epsilon), dimensions: h.dimensions, samples: h.samples,
          noise: h.noise),
        along: Dense()),
      update: [LearningRate(h.learningRate)])
  }
}
