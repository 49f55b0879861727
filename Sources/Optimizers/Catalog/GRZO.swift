import Vocabulary

/// Every example of the batch probed along a direction of its own, in the same two passes (GRZO).
///
/// Δᵢ = U ∘ (rᵢ·sᵢᵀ) with signs of the example; `θ ← θ − η/(2εB) · Σ (ℓᵢ₊ − ℓᵢ₋)/σ · Δᵢ`, σ the
/// standard deviation of the differences (over B − 1) plus 1e-8. Norm vectors move by the signs sᵢ
/// alone, biases of linear layers not at all. Two forward passes, each with a second product in
/// every linear layer that is trained; no state. Findings of EMNLP 2026, arXiv:2606.02857.
/// Embeddings move as other matrices do, rows that no example reads, too; in the authors' code a
/// row has one vector of signs for all examples and an example a sign for each of its tokens, and
/// only rows that are read move. `normalize: false` steps half as far as their
/// `estimation_side=two`. Where σ is below 1e-8 there is no step.
package enum GRZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(true, "Whether the step is divided by the deviation of the examples' differences.")
    package var normalize: Bool
    package init() {}
  }

  package static let name = "grzo"
  package static let revision = 1
  package static let summary = "a direction for every example, normalized over the batch"
  package static let provenance = Provenance(
    "arXiv:2606.02857",
    equation: "θ ← θ − η/(2εB)·Σ ((ℓᵢ₊ − ℓᵢ₋)/σ)·U∘(rᵢ·sᵢᵀ)",
    code: Provenance.Code("LiyanTan111/GRZO-public"),
    .confirmed(by: .trace),
    open: "the directions of embeddings, which differ from the authors'")

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let rules: [any UpdateRule] = h.normalize ? [DivideByDeviation(plus: 1e-8)] : []
    return Optimizer(
      schedules.probes(GroupRelative(epsilon: schedules.distance(h.epsilon)), along: PerExample()),
      update: rules + [schedules.descent(h.learningRate)])
  }
}
