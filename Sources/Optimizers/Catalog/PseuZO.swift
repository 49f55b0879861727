import Vocabulary

/// Directions of several steps, weighted by what each changed in the outputs (NeurIPS 2025).
///
/// `θ ← θ − η·Σ_a λ^a·⟨Δo_a, v⟩/ε·z_a` over the last 14 steps: `Δo_a = o(θ + ε·z) − o(θ)` of the
/// hidden states that the head reads, as they were a steps ago, and v the loss's gradient there
/// now. λ = 1/(1 + 10·s) over stages of the run, in two cycles; MeZO after the eleventh. Authors'
/// stages are their epochs, 64 steps of 10,000. What the head itself does to the loss is in no
/// slope. Kept are the scored rows of an example, where theirs are all rows: others have no
/// gradient. Two forward passes, one of them with the gradient of the head's inputs.
public enum PseuZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.outputWindow()) public var window: Int
    @Setting(.stage()) public var stage: Int
    @Setting(.cycles()) public var cycles: Int
    public init() {}
  }

  public static let name = "pseuzo"
  public static let summary = "slopes of several steps from changes of hidden states"
  public static let provenance = Provenance(
    "NeurIPS 2025, PseuZO",
    equation: "θ ← θ − η·Σ_a λ^a·⟨Δo_a, v⟩/ε·z_a",
    code: Provenance.Code("YangBigMn/PseuZO", file: "pzo_trainer.py", version: "a5bd20d"),
    .confirmed(by: .officialCode))
  public static let state = "the scored hidden states of 14 batches, 16 bytes for each batch"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let estimator = RememberedOutputs(
      epsilon: schedules.distance(h.epsilon), window: h.window, stage: .ofStage(h.stage),
      cycles: h.cycles)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), update: [schedules.descent(h.learningRate)])
  }
}
