import Vocabulary

/// MeZO along directions in a cone around the momentum (arXiv:2511.02757).
///
/// `z = √d·cos θ·m/‖m‖ + sin θ·u; x ← x − η·c·z; m ← β·m + (1 − β)·c·z`, m a Gaussian at first. β
/// is what the authors use for OPT; 0.95 is for RoBERTa. Two forward passes; a float per trained
/// parameter.
package enum ConMeZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.angle()) package var angle: Double
    @Setting(.coneBeta()) package var beta: Double
    @Setting(true, "Whether β rises from 0.1 between a hundredth and a tenth of the run.")
    package var warmUpBeta: Bool
    @Setting(
      Setting(
        0, .in(0...1_000_000), "At which β has risen; 0 is a tenth of the run.", unit: "steps"
      )
      .share(of: RunShare(2000)))
    package var betaSteps: Int
    package init() {}
  }

  package static let name = "conmezo"
  package static let revision = 1
  package static let summary = "MeZO in a cone around the momentum"
  package static let provenance = Provenance(
    "arXiv:2511.02757",
    equation: "z = √d·cos θ·m/‖m‖ + sin θ·u; x ← x − η·c·z",
    code: Provenance.Code("LejsDeen/ConMeZO"),
    .confirmed(by: .trace))
  package static let state = "4d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let cone = MomentumCone(
      angle: h.angle, beta: h.beta, warmsUp: h.warmUpBeta,
      warmUp: h.betaSteps == 0 ? nil : h.betaSteps)
    return Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: cone),
      update: [schedules.descent(h.learningRate)])
  }
}
