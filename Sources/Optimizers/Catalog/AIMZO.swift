import Vocabulary

/// Many rank-one probes in a basis of the activations that follows them by Oja's rule (AIM-ZO).
///
/// `ĝ = 1/((N − 1)·ε₁) · Σ (Lᵢ − L̄)·Zᵢ; θ ← θ − η·ĝ` with Zᵢ ∝ a·(Q·b)ᵀ for matrices of linear
/// layers, as long as a dense direction. ε falls by half a cosine from its value ε₁ in the first
/// step to `epsilonFloor` of it in the last and with it the step: the authors' code divides by no ε
/// at all, and its rate of 1.5e-3 is η/ε₁ here. The leading columns are shared, each layer and
/// probe samples the others for itself, and embeddings and vectors move by a Gaussian. N + 1
/// forward passes, the first of them for the activations alone; K floats for each column. 2026,
/// github.com/EkkoXy/AIM-ZO; defaults are of its OPT-2.7B (13B and Qwen3: `refresh` 1). Q is in no
/// log, so a run cannot be replayed.
package enum AIMZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1.2e-7)) package var learningRate: Float
    @Setting(.epsilon(8e-5)) package var epsilon: Float
    @Setting(.queries(15, atLeast: 2)) package var queries: Int
    @Setting(128, .count, "K: columns of the basis.") package var columns: Int
    @Setting(48, .in(0...4096), "Columns of every probe.") package var shared: Int
    @Setting(16, .in(0...4096), "Columns that a probe draws from the others.")
    package var sampled: Int
    @Setting(0.3, .notNegative, "η_q: the rate of the basis.") package var basisRate: Float
    @Setting(10, .period, "Between changes of the basis.", unit: "steps") package var refresh: Int
    @Setting(0.25, .share, "The share of ε with which the run ends; 1 keeps it.")
    package var epsilonFloor: Double
    @Setting(
      128, .period, "Rows of activations of which the basis learns; those that follow are left out."
    )
    package var tokens: Int
    package init() {}
  }

  package static let name = "aim-zo"
  package static let revision = 2
  package static let summary = "rank-one probes in a learned basis of the activations"
  package static let provenance = Provenance(
    "github.com/EkkoXy/AIM-ZO",
    equation: "θ ← θ − η/((N − 1)·ε₁)·Σ (Lᵢ − L̄)·Zᵢ",
    code: Provenance.Code("EkkoXy/AIM-ZO"),
    .confirmed(by: .trace))
  package static let state = "4·K·n bytes of each matrix"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    try check(
      h.shared + h.sampled > 0, "sampled", "\(h.sampled)", "above 0 where none is shared")
    let own: Schedule = h.epsilonFloor == 1 ? .constant : .cosineFromFirst(floor: h.epsilonFloor)
    return Optimizer(
      schedules.probes(
        LeaveOneOut(
          epsilon: schedules.distance(h.epsilon, own: own), queries: h.queries, looksFirst: true,
          dividesByFirst: true),
        along: ActivationBasis(
          columns: h.columns, shared: h.shared, sampled: h.sampled, rate: h.basisRate,
          refresh: h.refresh, probes: h.queries, tokens: h.tokens)),
      update: [schedules.descent(h.learningRate)])
  }
}
