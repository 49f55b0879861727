import Vocabulary

/// Muon's orthogonalised step in a random subspace of each matrix (ZO-Muon, arXiv:2602.17155).
///
/// P (m × r) orthonormal, kept for `refresh` steps; one-sided probes along P·uᵢ; g = the mean of
/// ((Lᵢ − L₀)/ε)·uᵢ of r × n; `W ← W − η·P·NewtonSchulz5(g)`. Vectors descend plainly with a rate
/// of their own. N + 1 forward passes; m·r floats per matrix.
public enum ZOMuon: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-2
    public var epsilon: Float = 1e-3
    public var queries = 4
    public var rank = 64
    /// Steps between draws of P.
    public var refresh = 100
    /// The learning rate of vectors.
    public var vectorLearningRate: Float = 1e-7
    public init() {}
  }

  public static let name = "zo-muon"
  public static let summary = "orthogonalised zeroth-order steps in a subspace"
  public static let provenance = Provenance(
    "arXiv:2602.17155",
    equation: "W ← W − η·P·NewtonSchulz(g)",
    code: Provenance.Code("OPTML-Group/ZO-Muon", file: "llm/LowDimTrainer.py", version: "166a8f3"),
    .confirmed(by: .officialCode))
  public static let state = "4mr bytes per matrix"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try requireCount("rank", h.rank)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    try requireDecay("vectorLearningRate", h.vectorLearningRate)
    let recipe = LowRank(.left, .orthonormal, rank: h.rank, refresh: h.refresh)
    return Optimizer(
      .probes(OneSided(epsilon: Scheduled(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: [Orthogonalize(vectors: h.vectorLearningRate / h.learningRate)],
      update: [LearningRate(h.learningRate)])
  }
}
