import Vocabulary

/// MeZO along a guiding vector: good probed directions minus bad ones (arXiv:2601.04710).
///
/// `v = mean of the ⌊αM⌋ best z − mean of the others; θ ← θ − η·c·v`. M + 2 forward passes. With
/// `history` the best direction survives a step and meets one new one: four forward passes, and a
/// key is remembered. The authors' program has two candidates, the paper two and four. ‖v‖² is
/// (1/⌊αM⌋ + 1/(M − ⌊αM⌋))·d unless `normalize`.
package enum MeZOGV: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(2e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(4, .in(2...4096), "Directions that are probed.") package var candidates: Int
    @Setting(0.5, .inside, "α: the share of good candidates.") package var share: Double
    @Setting(false, "Whether the direction is normalized.") package var normalize: Bool
    @Setting(false, "Whether a direction is compared with the steps before instead of with others.")
    package var history: Bool
    package init() {}
  }

  package static let name = "mezo-gv"
  package static let summary = "MeZO along good minus bad probed directions"
  package static let provenance = Provenance(
    "arXiv:2601.04710",
    equation: "v = mean of best z − mean of others; θ ← θ − η·c·v",
    code: Provenance.Code(
      "stan-anony/MeZO-GV", file: "large_models/trainer_fwa_mem_eff.py", version: "70a2551"),
    .confirmed(by: .officialCode))
  package static let state = "nothing; with history 16 bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let distance = schedules.distance(h.epsilon)
    let estimator: any Estimator =
      h.history
      ? GuidedByHistory(epsilon: distance)
      : Guided(
        epsilon: distance, candidates: h.candidates, share: h.share, isNormalized: h.normalize)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), update: [schedules.descent(h.learningRate)])
  }
}
