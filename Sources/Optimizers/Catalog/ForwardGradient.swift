import Tensors
import Vocabulary

/// Forward gradient: descent along a random direction by its exact derivative.
///
/// `θ ← θ − η · ((∇Lᵀz)·z + λ·θ)` with the derivative from the tangent transform: the limit of
/// two-sided probing for ε → 0. Baydin et al. 2022, arXiv:2202.08587. The direction is made again
/// from its key and never stored. A step is one tangent pass, counted as two forward passes.
package enum ForwardGradient: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.weightDecay()) package var weightDecay: Float
    @Setting(.gaussian, "What directions are drawn from.") package var directions: Elements
    package init() {}
  }

  package static let name = "forward-grad"
  package static let summary = "descent along a random direction by its exact derivative"
  package static let provenance = Provenance(
    "arXiv:2202.08587",
    equation: "θ ← θ − η·(∇L·z)·z",
    .confirmed(by: .trace))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      .tangent(along: Dense(h.directions)),
      update: [WeightDecay(h.weightDecay), schedules.descent(h.learningRate)])
  }
}
