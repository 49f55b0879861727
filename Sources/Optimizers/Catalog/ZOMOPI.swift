import Vocabulary

/// Momentum in a random subspace of each matrix, orthogonalized in part by one power sweep
/// (ZO-MOPI).
///
/// P (m × r) orthonormal, kept for `refresh` steps; N one-sided probes along P·uᵢ, g = the mean of
/// ((Lᵢ − L₀)/ε)·uᵢ of r × n; M₀ = g, then `M ← β·M + (1 − β)·g`; V (n × k, k < r) random
/// orthonormal with each new P, `V ← QR(Mᵀ·M·V)`, U = M·V with columns of length 1,
/// `W ← W − η·P·U·Vᵀ`. Vectors descend plainly, at `vectorRate` times η. N + 1 forward passes.
/// arXiv:2605.09034. Of the README of github.com/MOFA-LAB/ZO-MOPI are the rate, r and P's 500 of
/// 4,000 steps (its script draws P in every step), of the script k, N (8 in the README), β (0.9 in
/// `run.py`) and the vectors' 1e-7 beside 1e-2. A momentum is carried over to a new P as
/// P_newᵀ·P_old·M, as in the paper.
package enum ZOMOPI: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-2)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries(4)) package var queries: Int
    @Setting(.rank(64)) package var rank: Int
    @Setting(32, .count, "k: the columns of V, of which there are no more than the rank.")
    package var columns: Int
    @Setting(.interval(of: "P and V", own: ownRefresh)) package var refresh: Int
    @Setting(0, .decay, "β: the decay of the momentum.") package var beta: Float
    @Setting(.vectorRate()) package var vectorRate: Float
    package init() {}
  }

  /// Steps that P is kept in the authors' runs.
  private static let ownRefresh = RunShare(500, of: 4000)

  package static let name = "zo-mopi"
  package static let revision = 2
  package static let summary = "momentum in a subspace, orthogonalized by one power sweep"
  package static let provenance = Provenance(
    "arXiv:2605.09034",
    equation: "V ← QR(Mᵀ·M·V); W ← W − η·P·U·Vᵀ",
    code: Provenance.Code("MOFA-LAB/ZO-MOPI", file: "ZOMuonTrainer.py", version: "2ba4f71"),
    .confirmed(by: .officialCode),
    open: "a momentum is carried to a new P as in the paper, where the code, "
      + "run with none, keeps it")
  package static let state =
    "4(mr + rn) bytes per matrix, 4 per vector element; 4rn and 4 more with beta > 0"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(
      .left, .orthonormal, rank: h.rank, refresh: Cadence(h.refresh, own: ownRefresh),
      carry: .project, readsNarrow: .asStored)
    return Optimizer(
      schedules.probes(
        OneSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: [
        Momentum(h.beta, .average, beginsAtGradient: true),
        SweepOrthogonalize(columns: h.columns, vectors: h.vectorRate),
      ],
      update: [schedules.descent(h.learningRate)])
  }
}
