import Vocabulary

/// Descent on the diagonal of a fixed low-rank subspace (TeZO, arXiv:2501.19057).
///
/// `Z = U·diag(τ)·Vᵀ` with Gaussian U and V drawn once and τ ∼ N(0, I_r) in each step; two-sided
/// slopes c; `W ← W − η·c·U·diag(τ)·Vᵀ`. With `adam` (TeZO-Adam) the moments of c·τ are kept, r
/// numbers each per matrix, and the step is that of the full matrix, element by element:
/// `W ← W − η·M/√(V + ε)`, `M = Σ_s m_s·u_s·v_sᵀ`, `V = Σ_s v_s·u_s²·(v_s²)ᵀ`, without correction
/// of bias. Vectors have moments of their elements. Two forward passes.
package enum TeZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(.rank(16)) package var rank: Int
    @Setting(.beta1(0.9)) package var beta1: Double
    @Setting(.beta2(0.99)) package var beta2: Double
    @Setting(.adamEpsilon()) package var adamEpsilon: Double
    @Setting(false, "Whether the step is TeZO-Adam's; otherwise plain descent.")
    package var adam: Bool
    package init() {}
  }

  package static let name = "tezo"
  package static let summary = "descent on the diagonal of a fixed low-rank subspace"
  package static let provenance = Provenance(
    "arXiv:2501.19057",
    equation: "W ← W − η·c·U·diag(τ)·Vᵀ",
    .confirmed(by: .trace),
    open: "the rank (one for all matrices, the paper's is per layer) and the scale of the factors; "
      + "of adam: true the correction of bias and ε, since the paper's own text could not be read")
  package static let revision = 1
  package static let state =
    "4(m+n)r bytes per matrix; with adam 8r more, and 8 per element of a vector"

  package static func make(
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
