import Vocabulary

/// LOZO with momentum in the factor that is drawn anew (LOZO-M, arXiv:2410.07698).
///
/// `N ← β·N + (1 − β)·c·U; W ← W − η·N·Vᵀ/r`, and `N ← N·(V_oldᵀ·V_new)/n` when V is drawn anew.
/// The first N is c·U, as in the authors' code. With β = 0 it is LOZO. Two forward passes;
/// (m + n)·r floats per matrix.
public enum LOZOMomentum: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 3e-7
    public var epsilon: Float = 1e-3
    public var rank = 2
    /// Steps between draws of V.
    public var refresh = 50
    public var momentum: Float = 0.9
    public var upstream = false
    public init() {}
  }

  public static let name = "lozo-m"
  public static let summary = "LOZO with momentum of low rank"
  public static let provenance = Provenance(
    "arXiv:2410.07698",
    equation: "N ← β·N + (1 − β)·c·U; W ← W − η·N·Vᵀ/r",
    code: Provenance.Code("optsuite/LOZO", file: "large_models/LOZOtrainer.py"),
    .confirmed(by: .trace))
  public static let state = "4(m + n)r bytes per matrix, 4 per vector element"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("rank", h.rank)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    try requireShare("momentum", h.momentum)
    let recipe = LowRank(
      .right, .gaussian, rank: h.rank, refresh: h.refresh, carry: .project)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: recipe),
      coordinateUpdate: [Momentum(h.momentum, .average, beginsAtGradient: true)],
      update: (h.upstream ? [] : [DivideByRank(recipe)]) + [LearningRate(h.learningRate)])
  }
}
