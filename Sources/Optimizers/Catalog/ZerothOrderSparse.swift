import Vocabulary

/// MeZO with pruned gradients (gradient sparsity of ZO-Bench, arXiv:2402.11592).
///
/// A share of the elements is zeroed in probes and update alike: at random, drawn every `resample`
/// steps with the same share in every parameter (`layer`) or with shares after the magnitudes of
/// all (`global`); or once, those of small magnitude, or of small |W|·‖X‖ in the first batch
/// (Wanda, one pass more in the first step). `upstream` compares a Gaussian with s, as ZO-LLM's
/// code: the share is then Φ(s). Two forward passes; d/8 bytes, of Wanda 4n more for a matrix.
package enum ZerothOrderSparse: OptimizerFamily {
  /// Which elements are kept.
  package enum Pattern: String, SettingChoice {
    case random, magnitude, wanda
  }

  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.sparsity()) package var sparsity: Double
    @Setting(.random, "Which elements are kept.") package var pattern: Pattern
    @Setting(.layer, "Among what the share is counted; `row` is of `wanda` only.")
    package var group: WandaSparsity.Group
    @Setting(.resample()) package var resample: Int
    @Setting(.upstream()) package var upstream: Bool
    package init() {}
  }

  package static let name = "zo-sgd-sparse"
  package static let summary = "zeroth-order SGD with sparse gradients"
  package static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ ← θ − η·c·(m∘z)",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py"),
    .confirmed(by: .trace))
  package static let state = "d/8 bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      stepMask: try mask(h),
      update: [schedules.descent(h.learningRate)])
  }

  private static func mask(_ h: Hyperparameters) throws(SettingsProblem) -> any StepMask {
    try check(
      h.group != .row || h.pattern == .wanda, "group", h.group.rawValue,
      "layer or global where the pattern is not wanda")
    let isGlobal = h.group == .global
    switch h.pattern {
    case .wanda:
      return WandaSparsity(sparsity: h.sparsity, group: h.group)
    case .magnitude:
      return MagnitudeSparsity(keeping: .large, sparsity: h.sparsity, isGlobal: isGlobal)
    case .random:
      return RandomSparsity(
        isGlobal ? .global(h.sparsity) : .layer(h.sparsity), resample: h.resample,
        isGaussian: h.upstream)
    }
  }
}
