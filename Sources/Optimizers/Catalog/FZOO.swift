import Tensors
import Vocabulary

/// Batched one-sided probes with a step divided by the deviation of their losses (FZOO).
///
/// Code form `θ ← θ − (η/N)·Σ ((Lᵢ − L₀)/σ)·zᵢ` with σ over N; paper form
/// `θ ← θ − η·ĝ/σ`, ĝ = Σ (Lᵢ − L₀)·zᵢ / (εN), σ over N − 1: they differ by a factor ε. Rademacher
/// directions; N + 1 forward passes. ICLR 2026, arXiv:2506.09034. The published learning rates
/// belong to the code form.
public enum FZOO: OptimizerFamily {
  /// Whose form of the step.
  public enum Form: String, SettingChoice {
    case code, paper
  }

  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries(8, atLeast: 2)) public var queries: Int
    @Setting(.code, "The authors' code's form of the step, or the paper's.") public var form: Form
    @Setting(.rademacher, "What directions are drawn from.") public var directions: Elements
    public init() {}
  }

  public static let name = "fzoo"
  public static let summary = "batched one-sided probes, normalised by their losses' deviation"
  public static let provenance = Provenance(
    "arXiv:2506.09034",
    equation: "θ ← θ − (η/N)·Σ ((Lᵢ − L₀)/σ)·zᵢ",
    code: Provenance.Code("DKmiyan/FZOO", file: "trainer.py", version: "d4f8a8b"),
    .confirmed(by: .officialCode))

  public static func make(
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
