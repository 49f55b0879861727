import Vocabulary

/// MeZO along low-rank directions U·Vᵀ (LOZO, arXiv:2410.07698).
///
/// V (n × r) is kept for `refresh` steps, U (m × r) is new in each: `θ ← θ − η·c·U·Vᵀ/r`;
/// `upstream` does not divide by r, as the authors' code. E‖U·Vᵀ‖² = m·n·r, so ε is √r larger than
/// MeZO's. The update is along what was probed at refreshes, too, where the code errs. Two forward
/// passes; n·r floats per matrix.
package enum LOZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(3e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.rank(2)) package var rank: Int
    @Setting(.interval(of: "V", own: RunShare(50))) package var refresh: Int
    @Setting(.upstream()) package var upstream: Bool
    package init() {}
  }

  package static let name = "lozo"
  package static let summary = "MeZO along directions of low rank"
  package static let provenance = Provenance(
    "arXiv:2410.07698",
    equation: "W ← W − η·c·U·Vᵀ/r",
    code: Provenance.Code("optsuite/LOZO", file: "large_models/LOZOtrainer.py", version: "5d1ade5"),
    .confirmed(by: .officialCode))
  package static let state = "4nr bytes per matrix"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(
      .right, .gaussian, rank: h.rank, refresh: Cadence(h.refresh, own: RunShare(50)))
    return Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: recipe),
      update: (h.upstream ? [] : [DivideByRank(recipe)]) + [schedules.descent(h.learningRate)])
  }
}
