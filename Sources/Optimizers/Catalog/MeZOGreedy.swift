import Vocabulary

/// MeZO along the best of M probed directions (arXiv:2601.04710).
///
/// `z* = argmin L(θ + ε·zᵢ); θ ← θ − η·c·z*`. M + 1 forward passes. Candidates are chosen by the
/// batch's noise, too; with M = 2 the choice gains nothing to first order.
public enum MeZOGreedy: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(2e-7)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(4, .count, "Directions that are probed.") public var candidates: Int
    public init() {}
  }

  public static let name = "mezo-greedy"
  public static let summary = "MeZO along the best of several probed directions"
  public static let provenance = Provenance(
    "arXiv:2601.04710",
    equation: "z* = argmin L(θ + ε·zᵢ); θ ← θ − η·c·z*",
    code: Provenance.Code("stan-anony/MeZO-GV"),
    .confirmed(by: .trace))

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        Greedy(epsilon: schedules.distance(h.epsilon), candidates: h.candidates), along: Dense()),
      update: [schedules.descent(h.learningRate)])
  }
}
