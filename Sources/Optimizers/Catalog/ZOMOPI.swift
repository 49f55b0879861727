import Vocabulary

/// Momentum in a random subspace of each matrix, orthogonalized in part by one power sweep
/// (ZO-MOPI).
///
/// P (m × r) orthonormal, kept for `refresh` steps; N one-sided probes along P·uᵢ, g = the mean of
/// ((Lᵢ − L₀)/ε)·uᵢ of r × n; M₀ = g, then `M ← β·M + (1 − β)·g`; V (n × k, k < r) random
/// orthonormal with each new P, `V ← QR(Mᵀ·M·V)`, U = M·V with columns of length 1,
/// `W ← W − η·P·U·Vᵀ`. N + 1 forward passes. arXiv:2605.09034; the defaults of k, r, N, `refresh`,
/// β and the rate of vectors are of the authors' scripts and README (github.com/MOFA-LAB/ZO-MOPI;
/// its `run.py` has β = 0.9). A momentum is carried over to a new P as P_newᵀ·P_old·M, as in the
/// paper. Ours is the rate, that of `zo-muon`.
public enum ZOMOPI: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-2
    public var epsilon: Float = 1e-3
    public var queries = 4
    public var rank = 64
    /// k: the columns of V, of which there are no more than the rank.
    public var columns = 32
    /// Steps between draws of P and V.
    public var refresh = 500
    public var beta: Float = 0
    /// The learning rate of vectors.
    public var vectorLearningRate: Float = 1e-7
    public init() {}
  }

  public static let name = "zo-mopi"
  public static let summary = "momentum in a subspace, orthogonalized by one power sweep"
  public static let provenance = Provenance(
    "arXiv:2605.09034",
    equation: "V ← QR(Mᵀ·M·V); W ← W − η·P·U·Vᵀ",
    code: Provenance.Code("MOFA-LAB/ZO-MOPI"),
    .confirmed(by: .trace),
    open: "the learning rate")
  public static let state =
    "4(mr + rn) bytes per matrix, 4 per vector element; 4rn and 4 more with beta > 0"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try requireCount("rank", h.rank)
    try requireCount("columns", h.columns)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    try requireShare("beta", h.beta)
    try requireDecay("vectorLearningRate", h.vectorLearningRate)
    let recipe = LowRank(
      .left, .orthonormal, rank: h.rank, refresh: h.refresh, carry: .project)
    return Optimizer(
      .probes(OneSided(epsilon: Scheduled(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: [
        Momentum(h.beta, .average, beginsAtGradient: true),
        SweepOrthogonalize(
          columns: h.columns, vectors: h.vectorLearningRate / h.learningRate),
      ],
      update: [LearningRate(h.learningRate)])
  }
}
