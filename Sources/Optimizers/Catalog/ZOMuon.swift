import Vocabulary

/// Muon's orthogonalized step in a random subspace of each matrix (ZO-Muon, arXiv:2602.17155).
///
/// P (m × r) orthonormal, kept for `refresh` steps; one-sided probes along P·uᵢ; g = the mean of
/// ((Lᵢ − L₀)/ε)·uᵢ of r × n; `W ← W − η·P·NewtonSchulz5(g)`. Vectors descend plainly, at
/// `vectorRate` times η: the authors' 1e-7 beside 1e-2. N + 1 forward passes; m·r floats per
/// matrix. P is kept for 100 of 8,000 steps, as in the authors' runs. In a step that draws it,
/// their code draws a P for every perturbation and moves along the last; here there is one.
package enum ZOMuon: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-2)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries(4)) package var queries: Int
    @Setting(.rank(64)) package var rank: Int
    @Setting(.interval(of: "P", own: ownRefresh)) package var refresh: Int
    @Setting(.vectorRate()) package var vectorRate: Float
    package init() {}
  }

  /// Steps that P is kept in the authors' runs.
  private static let ownRefresh = RunShare(100, of: 8000)

  package static let name = "zo-muon"
  package static let revision = 1
  package static let summary = "orthogonalized zeroth-order steps in a subspace"
  package static let provenance = Provenance(
    "arXiv:2602.17155",
    equation: "W ← W − η·P·NewtonSchulz(g)",
    code: Provenance.Code("OPTML-Group/ZO-Muon", file: "llm/LowDimTrainer.py", version: "166a8f3"),
    .confirmed(by: .officialCode))
  package static let state = "4mr bytes per matrix"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(
      .left, .orthonormal, rank: h.rank, refresh: Cadence(h.refresh, own: ownRefresh),
      readsNarrow: .asStored)
    return Optimizer(
      schedules.probes(
        OneSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: [Orthogonalize(vectors: h.vectorRate)],
      update: [schedules.descent(h.learningRate)])
  }
}
