import Vocabulary

/// Many one-sided probes in a low-rank subspace, and Adam inside it (arXiv:2608.15665).
///
/// `Z̄ = (1/K)·Σ ((L_k − L₀)/ε)·Z_k` for Δ_k = U·Z_k·Vᵀ; Adam's moments are of Z̄, and `W ← W −
/// η·U·(M̂/(√V̂ + 1e-8))·Vᵀ`. K + 1 forward passes; (m + n)·r + 2r² floats per matrix. The paper's
/// runs have 400 steps with 99 queries each, and a subspace for 50 or 100 of them: a shorter run
/// keeps it for an eighth of its steps. Narrow matrices are read as SubZero's are.
package enum SubZeroPlus: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(5e-3)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries(99)) package var queries: Int
    @Setting(.rank(16)) package var rank: Int
    @Setting(.interval(of: "the subspace", own: ownRefresh)) package var refresh: Int
    @Setting(.beta1(0.9)) package var beta1: Double
    @Setting(.beta2(0.95)) package var beta2: Double
    package init() {}
  }

  /// Steps that a subspace is kept in the paper's runs.
  private static let ownRefresh = RunShare(50, of: 400)

  package static let name = "subzero-plus"
  package static let revision = 1
  package static let summary = "many probes in a low-rank subspace, and Adam inside it"
  package static let provenance = Provenance(
    "arXiv:2608.15665",
    equation: "W ← W − η·U·(M̂/(√V̂ + ε))·Vᵀ",
    .confirmed(by: .trace),
    open: "that the moments begin again with each subspace; how vectors are moved (as by "
      + "Adam here)")
  package static let state = "4((m + n)r + 2r²) bytes per matrix, 8 per vector element"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(
      .both, .orthonormal, rank: h.rank, refresh: Cadence(h.refresh, own: ownRefresh),
      carry: .reset)
    return Optimizer(
      schedules.probes(
        OneSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: [Adam(beta1: h.beta1, beta2: h.beta2)],
      update: [schedules.descent(h.learningRate)])
  }
}
