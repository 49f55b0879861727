import Vocabulary

/// MeZO along low-rank directions in a random subspace of each matrix (arXiv:2410.08989).
///
/// `Δ = (√(m·n)/r)·U·Z·Vᵀ` with orthonormal U, V kept for `refresh` steps and Z of r × r from the
/// step's key; vectors are moved as by MeZO. E‖Δ‖² = m·n, so MeZO's η and ε can be used. Two
/// forward passes; (m + n)·r floats per matrix.
package enum SubZero: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(3e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(.rank(32)) package var rank: Int
    @Setting(.interval(of: "the subspace", own: RunShare(1000))) package var refresh: Int
    package init() {}
  }

  package static let name = "subzero"
  package static let summary = "MeZO in a random low-rank subspace of each matrix"
  package static let provenance = Provenance(
    "arXiv:2410.08989",
    equation: "W ← W − η·c·(√(mn)/r)·U·Z·Vᵀ",
    code: Provenance.Code("zimingyy/SubZero", file: "large_models/trainer.py", version: "cf6effd"),
    .confirmed(by: .officialCode))
  package static let state = "4(m + n)r bytes per matrix"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(
      .both, .orthonormal, rank: h.rank, refresh: Cadence(h.refresh, own: RunShare(1000)),
      isAligned: true)
    return Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: recipe),
      update: [schedules.descent(h.learningRate)])
  }
}
