import Vocabulary

/// MeZO scaled by a running diagonal of the Hessian (arXiv:2402.15173).
///
/// Probes along z/√h; `h ← (1−α)·h + α·½|L₊ + L₋ − 2L₀|/ε²·h∘z²`; `θ ← θ − η·c·z/√h`. Three forward
/// passes; a float per trained parameter. With α = 0 it is MeZO. α is that of a run of
/// `smoothingSteps`, and larger in proportion on a shorter one, where h would stay at one.
package enum HiZOO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.smoothing()) package var smoothing: Float
    @Setting(.smoothingSteps()) package var smoothingSteps: Int
    package init() {}
  }

  package static let name = "hizoo"
  package static let revision = 1
  package static let summary = "MeZO scaled by a diagonal Hessian estimate"
  package static let provenance = Provenance(
    "arXiv:2402.15173",
    equation: "h ← (1 − α)·h + α·|L₊ + L₋ − 2L₀|/2ε²·h∘z²; θ ← θ − η·c·z/√h",
    code: Provenance.Code("Yanjun-Zhao/HiZOO", file: "trainer.py", version: "4f99055"),
    .confirmed(by: .officialCode))
  package static let state = "4d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon)),
        along: CurvatureScaled(rate: h.smoothing, ownSteps: h.smoothingSteps)),
      update: [schedules.descent(h.learningRate)])
  }
}
