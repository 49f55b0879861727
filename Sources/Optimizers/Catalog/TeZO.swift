import Vocabulary

/// Descent on the diagonal of a fixed low-rank subspace (TeZO, arXiv:2501.19057).
///
/// `Z = U·diag(τ)·Vᵀ` with Gaussian U and V drawn once and τ ∼ N(0, I_r) in each step; two-sided
/// slopes c; `W ← W − η·c·U·diag(τ)·Vᵀ`. With `adam` (TeZO-Adam) the moments of c·τ are kept, r
/// numbers each per matrix, and the step is that of the full matrix, element by element:
/// `W ← W − η·M/√(V + ε)`, `M = Σ_s m_s·u_s·v_sᵀ`, `V = Σ_s v_s·u_s²·(v_s²)ᵀ`, without correction of
/// bias. Vectors have moments of their elements. Two forward passes.
public enum TeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries()) public var queries: Int
    @Setting(.rank(16)) public var rank: Int
    @Setting(.beta1(0.9)) public var beta1: Double
    @Setting(.beta2(0.99)) public var beta2: Double
    @Setting(.adamEpsilon()) public var adamEpsilon: Double
    @Setting(false, "Whether the step is TeZO-Adam's; otherwise plain descent.")
    public var adam: Bool
    public init() {}
  }

  public static let name = "tezo"
  public static let summary = "descent on the diagonal of a fixed low-rank subspace"
  public static let provenance = Provenance(
    "arXiv:2501.19057",
    equation: "W ← W − η·c·U·diag(τ)·Vᵀ",
    .confirmed(by: .trace),
    open: "the rank (one for all matrices, the paper's is per layer) and the scale of the factors; "
      + "of adam: true the correction of bias and ε, since the paper's own text could not be read")
  public static let revision = 1
  public static let state =
    "4(m+n)r bytes per matrix; with adam 8r more, and 8 per element of a vector"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(.diagonal, .gaussian, rank: h.rank, refresh: .once, isSquared: h.adam)
    let quotient: [any UpdateRule] = h.adam ? [DivideBySquares(epsilon: Float(h.adamEpsilon))] : []
    return Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: h.adam ? [FactoredMoments(beta1: h.beta1, beta2: h.beta2)] : [],
      update: quotient + [schedules.descent(h.learningRate)])
  }
}
