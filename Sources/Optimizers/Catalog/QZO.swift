import Vocabulary

/// MeZO on the scales of weights that are stored as integers (arXiv:2505.13430).
///
/// Weights are s·q; the integers are frozen. `s ← max(s − η·c·z, 1e-7)`, as the authors'
/// trainer clamps (the paper says 0) so that no group dies,
/// c = clip((L(s + ε·z) − L(s − ε·z)) / 2ε, ±C). There is a scale for each 128 elements of a row;
/// embeddings have scales, too, biases and norm scales have none and are frozen. Two forward
/// passes. Clipping is a guard, and biased, whatever the paper says of it. ε and η are of the
/// scales, and their defaults for four bits: with int8 the scales are 18 times smaller.
public enum QZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-7)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(100, .positive, "C: the largest slope.") public var clip: Float
    public init() {}
  }

  public static let name = "qzo"
  public static let revision = 1
  public static let summary = "MeZO on the scales of weights stored as integers"
  public static let provenance = Provenance(
    "arXiv:2505.13430",
    equation: "s ← max(s − η·clip(c, ±C)·z, 1e-7)",
    code: Provenance.Code("maifoundations/QZO"),
    .confirmed(by: .trace))

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        ClippedSlopes(TwoSided(epsilon: schedules.distance(h.epsilon)), limit: h.clip),
        along: Dense()),
      update: [schedules.descent(h.learningRate), KeepAbove(1e-7)], integers: .scales)
  }
}
