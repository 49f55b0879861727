import Vocabulary

/// LOZO with momentum in the factor that is drawn anew (LOZO-M, arXiv:2410.07698).
///
/// `N ← β·N + (1 − β)·c·U; W ← W − η·N·Vᵀ/r`, and `N ← N·(V_oldᵀ·V_new)/n` when V is drawn anew.
/// The first N is c·U, as in the authors' code. With β = 0 it is LOZO. Two forward passes;
/// (m + n)·r floats per matrix.
public enum LOZOMomentum: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(3e-7)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.rank(2)) public var rank: Int
    @Setting(.interval(of: "V", own: 50)) public var refresh: Int
    @Setting(.momentum(0.9)) public var momentum: Float
    @Setting(.upstream()) public var upstream: Bool
    public init() {}
  }

  public static let name = "lozo-m"
  public static let revision = 1
  public static let summary = "LOZO with momentum of low rank"
  public static let provenance = Provenance(
    "arXiv:2410.07698",
    equation: "N ← β·N + (1 − β)·c·U; W ← W − η·N·Vᵀ/r",
    code: Provenance.Code("optsuite/LOZO", file: "large_models/LOZOtrainer.py"),
    .confirmed(by: .officialCode))
  public static let state = "4(m + n)r bytes per matrix, 4 per vector element"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(
      .right, .gaussian, rank: h.rank, refresh: Cadence(h.refresh, own: 50), carry: .project)
    return Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: recipe),
      coordinateUpdate: [Momentum(h.momentum, .average, beginsAtGradient: true)],
      update: (h.upstream ? [] : [DivideByRank(recipe)]) + [schedules.descent(h.learningRate)])
  }
}
