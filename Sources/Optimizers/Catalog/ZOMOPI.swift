import Vocabulary

/// Momentum in a random subspace of each matrix, orthogonalised by one power sweep (ZO-MOPI).
///
/// P (m × r) orthonormal, kept for `refresh` steps, of two-sided probes along P·u; in r × n
/// `M ← β·M + (1 − β)·g`, carried over to a new P as P_newᵀ·P_old·M; `V ← QR(Mᵀ·M·V)`, U = M·V
/// with columns of length 1, `W ← W − η·P·U·Vᵀ`. arXiv:2605.09034. Open are: queries, β, rank,
/// refresh and rate (here of `zo-muon`, which it is compared with), as many columns in V as M has
/// rows, and vectors (plain descent along their momentum with a rate of their own).
public enum ZOMOPI: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-2
    public var epsilon: Float = 1e-3
    public var queries = 1
    public var rank = 64
    /// Steps between draws of P.
    public var refresh = 100
    public var beta: Float = 0.9
    /// The learning rate of vectors.
    public var vectorLearningRate: Float = 1e-7
    public init() {}
  }

  public static let name = "zo-mopi"
  public static let summary = "momentum in a subspace, orthogonalised by one power sweep"
  public static let paper = "arXiv:2605.09034"
  public static let state = "4(mr + 2rn) bytes per matrix, 8 per vector element"
  public static let unconfirmed: String? =
    "queries, beta, rank, refresh and rates, the columns of V, and how vectors are moved"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try requireCount("rank", h.rank)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    try requireShare("beta", h.beta)
    try requireDecay("vectorLearningRate", h.vectorLearningRate)
    let recipe = LowRank(
      .left, .orthonormal, rank: h.rank, refresh: h.refresh, carry: .project)
    return Optimizer(
      .probes(TwoSided(epsilon: Scheduled(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: [
        Momentum(h.beta, .average),
        SweepOrthogonalize(vectors: h.vectorLearningRate / h.learningRate),
      ],
      update: [LearningRate(h.learningRate)])
  }
}
