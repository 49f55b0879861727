import Vocabulary

/// MeZO along low-rank directions in a random subspace of each matrix (arXiv:2410.08989).
///
/// `Δ = (√(m·n)/r)·U·Z·Vᵀ` with orthonormal U, V kept for `refresh` steps and Z of r × r from the
/// step's key; vectors are moved as by MeZO. E‖Δ‖² = m·n, so MeZO's η and ε can be used. Two
/// forward passes; (m + n)·r floats per matrix.
public enum SubZero: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 3e-7
    public var epsilon: Float = 1e-3
    public var queries = 1
    public var rank = 32
    /// Steps between draws of the subspace.
    public var refresh = 1000
    public init() {}
  }

  public static let name = "subzero"
  public static let summary = "MeZO in a random low-rank subspace of each matrix"
  public static let provenance = Provenance(
    "arXiv:2410.08989",
    equation: "W ← W − η·c·(√(mn)/r)·U·Z·Vᵀ",
    code: Provenance.Code("zimingyy/SubZero", file: "large_models/trainer.py", version: "cf6effd"),
    .confirmed(by: .officialCode))
  public static let state = "4(m + n)r bytes per matrix"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try requireCount("rank", h.rank)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    let recipe = LowRank(
      .both, .orthonormal, rank: h.rank, refresh: h.refresh, isAligned: true)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon, queries: h.queries), along: recipe),
      update: [LearningRate(h.learningRate)])
  }
}
