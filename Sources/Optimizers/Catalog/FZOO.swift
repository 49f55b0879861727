import Tensors
import Vocabulary

/// Batched one-sided probes with a step divided by the deviation of their losses (FZOO).
///
/// Code form `θ ← θ − (η/N)·Σ ((Lᵢ − L₀)/σ)·zᵢ` with σ over N; paper form
/// `θ ← θ − η·ĝ/σ`, ĝ = Σ (Lᵢ − L₀)·zᵢ / (εN), σ over N − 1: they differ by a factor ε. Rademacher
/// directions; N + 1 forward passes. ICLR 2026, arXiv:2506.09034. The published learning rates
/// belong to the code form.
public enum FZOO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-5
    public var epsilon: Float = 1e-3
    public var queries = 8
    /// `code` or `paper`.
    public var form = "code"
    /// `rademacher` or `gaussian`.
    public var directions = "rademacher"
    public init() {}
  }

  public static let name = "fzoo"
  public static let summary = "batched one-sided probes, normalised by their losses' deviation"
  public static let provenance = Provenance(
    "arXiv:2506.09034",
    equation: "θ ← θ − (η/N)·Σ ((Lᵢ − L₀)/σ)·zᵢ",
    code: Provenance.Code("DKmiyan/FZOO", file: "trainer.py", version: "d4f8a8b"),
    .confirmed(by: .officialCode))

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("queries", h.queries, 2...4096)
    try require(["code", "paper"].contains(h.form), "form", h.form, "code or paper")
    let elements = try choice("directions", h.directions, Elements.self)
    let isCode = h.form == "code"
    let estimator = OneSided(
      epsilon: Scheduled(h.epsilon), queries: h.queries, form: isCode ? .differences : .slopes)
    return Optimizer(
      .probes(estimator, along: Dense(elements)),
      update: [DivideByDeviation(isBiased: isCode), LearningRate(h.learningRate)])
  }
}
