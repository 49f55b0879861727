import Vocabulary

/// Many one-sided probes in a low-rank subspace, and Adam inside it (arXiv:2608.15665).
///
/// `Z̄ = (1/K)·Σ ((L_k − L₀)/ε)·Z_k` for Δ_k = U·Z_k·Vᵀ; Adam's moments are of Z̄, and
/// `W ← W − η·U·(M̂/(√V̂ + 1e-8))·Vᵀ`. K + 1 forward passes; (m + n)·r + 2r² floats per matrix.
public enum SubZeroPlus: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(5e-3)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.queries(99)) public var queries: Int
    @Setting(.rank(16)) public var rank: Int
    @Setting(.interval(of: "the subspace", own: 50)) public var refresh: Int
    @Setting(.beta1(0.9)) public var beta1: Double
    @Setting(.beta2(0.95)) public var beta2: Double
    public init() {}
  }

  public static let name = "subzero-plus"
  public static let summary = "many probes in a low-rank subspace, and Adam inside it"
  public static let provenance = Provenance(
    "arXiv:2608.15665",
    equation: "W ← W − η·U·(M̂/(√V̂ + ε))·Vᵀ",
    .confirmed(by: .trace),
    open: "that the moments begin again with each subspace; how vectors are moved (as by "
      + "Adam here)")
  public static let state = "4((m + n)r + 2r²) bytes per matrix, 8 per vector element"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(
      .both, .orthonormal, rank: h.rank, refresh: Cadence(h.refresh, own: 50), carry: .reset)
    return Optimizer(
      schedules.probes(
        OneSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: [Adam(beta1: h.beta1, beta2: h.beta2)],
      update: [schedules.descent(h.learningRate)])
  }
}
