import Vocabulary

/// MeZO along the best of M probed directions (arXiv:2601.04710).
///
/// `z* = argmin L(θ + ε·zᵢ); θ ← θ − η·c·z*`. M + 1 forward passes. Candidates are chosen by the
/// batch's noise, too; with M = 2 the choice gains nothing to first order.
public enum MeZOGreedy: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 2e-7
    public var epsilon: Float = 1e-3
    public var candidates = 4
    public init() {}
  }

  public static let name = "mezo-greedy"
  public static let summary = "MeZO along the best of several probed directions"
  public static let provenance = Provenance(
    "arXiv:2601.04710",
    equation: "z* = argmin L(θ + ε·zᵢ); θ ← θ − η·c·z*",
    code: Provenance.Code("stan-anony/MeZO-GV"),
    .confirmed(by: .trace))

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("candidates", h.candidates)
    return Optimizer(
      .probes(Greedy(epsilon: Scheduled(h.epsilon), candidates: h.candidates), along: Dense()),
      update: [LearningRate(h.learningRate)])
  }
}
