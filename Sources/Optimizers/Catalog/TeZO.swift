import Vocabulary

/// Adam on the diagonal of a fixed low-rank subspace (TeZO, arXiv:2501.19057).
///
/// `Z = U·diag(τ)·Vᵀ` with Gaussian U and V drawn once and τ ∼ N(0, I_r) in each step; two-sided
/// slopes; the moments are of τ, r numbers per matrix, those of vectors of their elements. Two
/// forward passes.
public enum TeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 1
    public var rank = 16
    public var beta1 = 0.9
    public var beta2 = 0.99
    /// Whether Adam acts on τ; otherwise plain descent.
    public var adam = true
    public init() {}
  }

  public static let name = "tezo"
  public static let summary = "Adam on the diagonal of a fixed low-rank subspace"
  public static let paper = "arXiv:2501.19057"
  public static let state = "4(m+n)r + 8r bytes per matrix, 8 per element of a vector"
  public static let unconfirmed: String? =
    "rank, scale of the factors and Adam's settings, of which only the one-line core was at hand"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try requireCount("rank", h.rank)
    try requireMoments(h.beta1, h.beta2)
    let recipe = LowRank(.diagonal, .gaussian, rank: h.rank, refresh: nil)
    return Optimizer(
      .probes(TwoSided(epsilon: Scheduled(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: h.adam ? [Adam(beta1: h.beta1, beta2: h.beta2)] : [],
      update: [LearningRate(h.learningRate)])
  }
}
