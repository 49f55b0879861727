import Vocabulary

/// MeZO on the scales of weights that are stored as integers (arXiv:2505.13430).
///
/// Weights are s·q; the integers are frozen. `s ← max(s − η·c·z, 1e-7)`, as the authors' trainer
/// clamps (the paper says 0) so that no group dies, c = clip((L(s + ε·z) − L(s − ε·z)) / 2ε, ±C).
/// There is a scale for each 128 elements of a row; embeddings have scales, too, which the authors
/// leave as they are, biases and norm scales have none and are frozen. Two forward passes. Clipping
/// is a guard, and biased, whatever the paper says of it. ε and η are of the scales, and their
/// defaults for four bits: with int8 the scales are 18 times smaller.
package enum QZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(100, .positive, "C: the largest slope.") package var clip: Float
    package init() {}
  }

  package static let name = "qzo"
  package static let revision = 1
  package static let summary = "MeZO on the scales of weights stored as integers"
  package static let provenance = Provenance(
    "arXiv:2505.13430",
    equation: "s ← max(s − η·clip(c, ±C)·z, 1e-7)",
    code: Provenance.Code(
      "maifoundations/QZO", file: "large_language_models/trainer.py", version: "f843ddc"),
    .confirmed(by: .trace))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        ClippedSlopes(TwoSided(epsilon: schedules.distance(h.epsilon)), limit: h.clip),
        along: Dense()),
      update: [schedules.descent(h.learningRate), KeepAbove(1e-7)], integers: .scales)
  }
}
