import Vocabulary

/// Leave-one-out probes with a learnt covariance of rank one beside the identity (LOREN).
///
/// `θ ← θ − η/((K − 1)·ε) · Σ (Lᵢ − L̄)·uᵢ`, rows of uᵢ with the covariance (ρ·I + a·aᵀ)⁻¹: a step
/// of the natural gradient where ρ·I + a·aᵀ is the curvature. K forward passes; n floats of each
/// m × n. AAAI 2026, arXiv:2511.07971. Open are: which side of a matrix a is of (here its inputs),
/// how a is learnt (by the score function of the same losses, derived in `LearntCovariance`), its
/// rate and first value, and ρ (1, so that ε means what it does of MeZO).
public enum LOREN: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 6
    /// ρ.
    public var damping: Float = 1
    /// ν: the rate of a; 0 keeps it.
    public var covarianceRate: Float = 1e-3
    public init() {}
  }

  public static let name = "loren"
  public static let summary = "leave-one-out probes with a learnt covariance of low rank"
  public static let paper = "arXiv:2511.07971"
  public static let state = "4n bytes of each m × n"
  public static let unconfirmed: String? =
    "the side, rate and first value of a, rho, and the learning rate"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("queries", h.queries, 2...4096)
    try requirePositive("damping", h.damping)
    try requireDecay("covarianceRate", h.covarianceRate)
    return Optimizer(
      .probes(
        LeaveOneOut(epsilon: Scheduled(h.epsilon), queries: h.queries),
        along: LearntCovariance(damping: h.damping, rate: h.covarianceRate)),
      update: [LearningRate(h.learningRate)])
  }
}
