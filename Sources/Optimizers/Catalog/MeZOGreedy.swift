import Vocabulary

/// MeZO along the best of M probed directions (arXiv:2601.04710).
///
/// `z* = argmin L(θ + ε·zᵢ); θ ← θ − η·c·z*`. M + 1 forward passes. Candidates are chosen by the
/// batch's noise, too; with M = 2 the choice gains nothing to first order.
package enum MeZOGreedy: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(2e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(4, .count, "Directions that are probed.") package var candidates: Int
    package init() {}
  }

  package static let name = "mezo-greedy"
  package static let summary = "MeZO along the best of several probed directions"
  package static let provenance = Provenance(
    "arXiv:2601.04710",
    equation: "z* = argmin L(θ + ε·zᵢ); θ ← θ − η·c·z*",
    code: Provenance.Code("stan-anony/MeZO-GV"),
    .confirmed(by: .trace))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        Greedy(epsilon: schedules.distance(h.epsilon), candidates: h.candidates), along: Dense()),
      update: [schedules.descent(h.learningRate)])
  }
}
