import Vocabulary

/// Muon's orthogonalised step in a random subspace of each matrix (ZO-Muon, arXiv:2602.17155).
///
/// P (m × r) orthonormal, kept for `refresh` steps; one-sided probes along P·uᵢ; g = the mean of
/// ((Lᵢ − L₀)/ε)·uᵢ of r × n; `W ← W − η·P·NewtonSchulz5(g)`. Vectors descend plainly with a rate
/// of their own. N + 1 forward passes; m·r floats per matrix.
public enum ZOMuon: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-2)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries(4)) public var queries: Int
    @Setting(.rank(64)) public var rank: Int
    @Setting(.interval(of: "P", own: 100)) public var refresh: Int
    @Setting(.vectorLearningRate(ZerothOrderSGD.Hyperparameters().learningRate)) public
      var vectorLearningRate: Float
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

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(.left, .orthonormal, rank: h.rank, refresh: Cadence(h.refresh, own: 100))
    return Optimizer(
      schedules.probes(
        OneSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: [Orthogonalize(vectors: h.vectorLearningRate / h.learningRate)],
      update: [schedules.descent(h.learningRate)])
  }
}
