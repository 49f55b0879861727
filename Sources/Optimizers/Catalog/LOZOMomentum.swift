import Vocabulary

/// LOZO with momentum in the factor that is drawn anew (LOZO-M, arXiv:2410.07698).
///
/// `N ← β·N + (1 − β)·c·U; W ← W − η·N·Vᵀ/r`, and `N ← N·(V_oldᵀ·V_new)/n` when V is drawn anew.
/// The first N is c·U, as in the authors' code. With β = 0 it is LOZO, bit for bit. Two forward
/// passes; (m + n)·r floats per matrix.
package enum LOZOMomentum: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(3e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.rank(2)) package var rank: Int
    @Setting(.interval(of: "V", own: RunShare(50))) package var refresh: Int
    @Setting(.momentum(0.9)) package var momentum: Float
    @Setting(.upstream()) package var upstream: Bool
    package init() {}
  }

  package static let name = "lozo-m"
  package static let revision = 1
  package static let summary = "LOZO with momentum of low rank"
  package static let provenance = Provenance(
    "arXiv:2410.07698",
    equation: "N ← β·N + (1 − β)·c·U; W ← W − η·N·Vᵀ/r",
    code: Provenance.Code("optsuite/LOZO", file: "large_models/LOZOtrainer.py"),
    .confirmed(by: .officialCode))
  package static let state = "4(m + n)r bytes per matrix, 4 per vector element"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(
      .right, .gaussian, rank: h.rank, refresh: Cadence(h.refresh, own: RunShare(50)),
      carry: .project)
    return Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: recipe),
      coordinateUpdate: h.momentum == 0
        ? [] : [Momentum(h.momentum, .average, beginsAtGradient: true)],
      update: (h.upstream ? [] : [DivideByRank(recipe)]) + [schedules.descent(h.learningRate)])
  }
}
