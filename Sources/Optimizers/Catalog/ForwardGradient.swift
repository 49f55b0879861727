import Tensors
import Vocabulary

/// Forward gradient: descent along a random direction by its exact derivative.
///
/// `θ ← θ − η · ((∇Lᵀz)·z + λ·θ)` with the derivative from the tangent transform: the limit of
/// two-sided probing for ε → 0. Baydin et al. 2022, arXiv:2202.08587. The direction is made again
/// from its key and never stored. A step is one tangent pass, counted as two forward passes.
public enum ForwardGradient: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.weightDecay()) public var weightDecay: Float
    @Setting(.gaussian, "What directions are drawn from.") public var directions: Elements
    public init() {}
  }

  public static let name = "forward-grad"
  public static let summary = "descent along a random direction by its exact derivative"
  public static let provenance = Provenance(
    "arXiv:2202.08587",
    equation: "θ ← θ − η·(∇L·z)·z",
    .confirmed(by: .trace))

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      .tangent(along: Dense(h.directions)),
      update: [WeightDecay(h.weightDecay), schedules.descent(h.learningRate)])
  }
}
