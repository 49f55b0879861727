import Vocabulary

/// Descent on the diagonal of a fixed low-rank subspace (TeZO, arXiv:2501.19057).
///
/// `Z = U·diag(τ)·Vᵀ` with Gaussian U and V drawn once and τ ∼ N(0, I_r) in each step; two-sided
/// slopes c; `W ← W − η·c·U·diag(τ)·Vᵀ`. Two forward passes. `adam` is ours and not the paper's
/// TeZO-Adam: it takes Adam's step of c·τ itself, moments and quotient of r numbers per matrix (of
/// vectors their elements), and then U·diag(·)·Vᵀ; the paper's moments are probably of the full
/// matrix, M = Σ m_s·u_s·v_sᵀ and V = Σ v_s·u_s²·(v_s²)ᵀ, with the step M/√(V + ε) element by
/// element.
package enum TeZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(.rank(16)) package var rank: Int
    @Setting(.beta1(0.9)) package var beta1: Double
    @Setting(.beta2(0.99)) package var beta2: Double
    @Setting(false, "Whether Adam acts on τ, which is our form; otherwise plain descent.")
    package var adam: Bool
    package init() {}
  }

  package static let name = "tezo"
  package static let summary = "descent on the diagonal of a fixed low-rank subspace"
  package static let provenance = Provenance(
    "arXiv:2501.19057",
    equation: "W ← W − η·c·U·diag(τ)·Vᵀ",
    .confirmed(by: .trace),
    open: "the rank (one for all matrices, perhaps the paper's per layer) and the scale of "
      + "the factors; adam: true is ours: Adam of the r coordinates, where the paper's moments "
      + "are probably of the full matrix, with the quotient element by element")
  package static let state =
    "4(m+n)r bytes per matrix; with adam 8r more, and 8 per element of a vector"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let recipe = LowRank(.diagonal, .gaussian, rank: h.rank, refresh: .once)
    return Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: recipe),
      coordinateUpdate: h.adam ? [Adam(beta1: h.beta1, beta2: h.beta2)] : [],
      update: [schedules.descent(h.learningRate)])
  }
}
