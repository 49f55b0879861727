import Tensors
import Vocabulary

/// Forward gradient: descent along a random direction by its exact derivative.
///
/// `θ ← θ − η · ((∇Lᵀz)·z + λ·θ)` with the derivative from the tangent transform: the limit of
/// two-sided probing for ε → 0. Baydin et al. 2022, arXiv:2202.08587. The direction is made again
/// from its key and never stored. A step is one tangent pass, counted as two forward passes.
public enum ForwardGradient: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var weightDecay: Float = 0
    /// `gaussian` or `rademacher`.
    public var directions = "gaussian"
    public init() {}
  }

  public static let name = "forward-grad"
  public static let summary = "descent along a random direction by its exact derivative"
  public static let provenance = Provenance(
    "arXiv:2202.08587",
    equation: "θ ← θ − η·(∇L·z)·z",
    .confirmed(by: .trace))

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requirePositive("learningRate", h.learningRate)
    try requireDecay("weightDecay", h.weightDecay)
    let elements = try choice("directions", h.directions, Elements.self)
    return Optimizer(
      .tangent(along: Dense(elements)),
      update: [WeightDecay(h.weightDecay), LearningRate(h.learningRate)])
  }
}
