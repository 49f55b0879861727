import Tensors
import Vocabulary

/// Batched one-sided probes with a step divided by the deviation of their losses (FZOO).
///
/// Code form `θ ← θ − (η/N)·Σ ((Lᵢ − L₀)/σ)·zᵢ` with σ over N; paper form
/// `θ ← θ − η·ĝ/σ`, ĝ = Σ (Lᵢ − L₀)·zᵢ / (εN), σ over N − 1: they differ by a factor ε. Rademacher
/// directions; N + 1 forward passes. ICLR 2026, arXiv:2506.09034. The published learning rates
/// belong to the code form.
package enum FZOO: OptimizerFamily {
  /// Whose form of the step.
  package enum Form: String, SettingChoice {
    case code, paper
  }

  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries(8, atLeast: 2)) package var queries: Int
    @Setting(.code, "The authors' code's form of the step, or the paper's.") package var form: Form
    @Setting(.rademacher, "What directions are drawn from.") package var directions: Elements
    package init() {}
  }

  package static let name = "fzoo"
  package static let summary = "batched one-sided probes, normalized by their losses' deviation"
  package static let provenance = Provenance(
    "arXiv:2506.09034",
    equation: "θ ← θ − (η/N)·Σ ((Lᵢ − L₀)/σ)·zᵢ",
    code: Provenance.Code("DKmiyan/FZOO", file: "trainer.py", version: "d4f8a8b"),
    .confirmed(by: .officialCode))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let isCode = h.form == .code
    let estimator = OneSided(
      epsilon: schedules.distance(h.epsilon), queries: h.queries,
      form: isCode ? .differences : .slopes)
    return Optimizer(
      schedules.probes(estimator, along: Dense(h.directions)),
      update: [DivideByDeviation(isBiased: isCode), schedules.descent(h.learningRate)])
  }
}
