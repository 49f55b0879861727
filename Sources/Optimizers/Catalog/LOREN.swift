import Vocabulary

/// Leave-one-out probes with a learnt covariance of rank one beside the identity (LOREN).
///
/// `θ ← θ − η/((K − 1)·ε) · Σ (Lᵢ − L̄)·uᵢ`, rows of uᵢ with the covariance (ρ·I + a·aᵀ)⁻¹: a step
/// of the natural gradient where ρ·I + a·aᵀ is the curvature. K forward passes; n floats of each
/// m × n. AAAI 2026, arXiv:2511.07971. This is not the authors' rule (github.com/hseung88/loren),
/// whose a of n entries is tiled over the rows, 1_m ⊗ a, so that one direction of the whole matrix
/// is damped and not one of each row; it begins as N(0, I) (here ‖a‖² ≈ ρ), its rate carries ε²
/// (here it does not), and matrices have a heavy ball m ← 0.9·m + g after every query (here none,
/// so that the state lacks 4 bytes per element). They use K = 10, ρ = 0.1 and a decay of 0.01;
/// here ρ is 1, so that ε means what it does of MeZO.
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
  public static let provenance = Provenance(
    "arXiv:2511.07971",
    code: Provenance.Code("hseung88/loren"),
    .unconfirmed(
      "not the authors' rule: their covariance is of the whole matrix (one vector "
        + "tiled over its rows), ours of each row; they have a heavy ball of 0.9 after every "
        + "query, a first a of N(0, I) and a rate of a times epsilon squared, ours none of "
        + "these; their K is 10, rho 0.1, decay 0.01"),
    open: "not the authors' rule: their covariance is of the whole matrix (one vector tiled "
      + "over its rows), ours of each row; they have a heavy ball of 0.9 after every query, a "
      + "first a of N(0, I) and a rate of a times epsilon squared, ours none of these; their K "
      + "is 10, rho 0.1, decay 0.01")
  public static let state = "4n bytes of each m × n"

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
