import Vocabulary

/// Directions of several steps, weighted by what each changed in the outputs (NeurIPS 2025).
///
/// `θ ← θ − η·Σ_a λ^a·⟨Δo_a, v⟩/ε·z_a` over the last 14 steps: `Δo_a = o(θ + ε·z) − o(θ)` of the
/// hidden states that the head reads, as they were a steps ago, and v the loss's gradient there
/// now. λ = 1/(1 + 10·s) over stages of the run, in two cycles; MeZO after the eleventh. Authors'
/// stages are their epochs, 64 steps of 10,000. What the head itself does to the loss is in no
/// slope. Kept are the scored rows of an example, where theirs are all rows: others have no
/// gradient. Two forward passes, one of them with the gradient of the head's inputs.
package enum PseuZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.outputWindow()) package var window: Int
    @Setting(.stage()) package var stage: Int
    @Setting(.cycles()) package var cycles: Int
    package init() {}
  }

  package static let name = "pseuzo"
  package static let summary = "slopes of several steps from changes of hidden states"
  package static let provenance = Provenance(
    "NeurIPS 2025, PseuZO",
    equation: "θ ← θ − η·Σ_a λ^a·⟨Δo_a, v⟩/ε·z_a",
    code: Provenance.Code("YangBigMn/PseuZO", file: "pzo_trainer.py", version: "a5bd20d"),
    .confirmed(by: .officialCode))
  package static let state = "the scored hidden states of 14 batches, 16 bytes for each batch"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let estimator = RememberedOutputs(
      epsilon: schedules.distance(h.epsilon), window: h.window, stage: .ofStage(h.stage),
      cycles: h.cycles)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), update: [schedules.descent(h.learningRate)])
  }
}
