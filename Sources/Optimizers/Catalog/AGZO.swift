import Vocabulary

/// One-sided probes in the span of the activations of a pass at the weights (AGZO).
///
/// `c = (L(θ+εΔ) − L(θ))/ε; θ ← θ − η·c·Δ` with Δ = R·Aᵀ for matrices of linear layers, A the
/// leading eigenvectors of their inputs' Gram matrix by three power iterations, every `refresh`
/// steps; embeddings and vectors move by a Gaussian. Two forward passes; r floats for each column.
/// ICML 2026, arXiv:2601.17261. The paper's ε of 1e-7 is below what a loss in single precision
/// resolves, so the default is larger. `aligned` makes Δ as long as a dense direction. A is in no
/// log (it would take r·n floats of every layer and step), so a run cannot be replayed.
package enum AGZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(5e-7)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.rank(1)) package var rank: Int
    @Setting(1, .period, "Between looks at the activations.", unit: "steps") package var refresh:
      Int
    @Setting(false, "Whether a span stays turned as the one before it.") package var aligned: Bool
    package init() {}
  }

  package static let name = "agzo"
  package static let summary = "probes in the span of the activations"
  package static let provenance = Provenance(
    "arXiv:2601.17261",
    equation: "W ← W − η·c·R·Aᵀ, A of the inputs' span",
    .confirmed(by: .trace),
    open: "epsilon and the learning rate for single precision, that embeddings move by a "
      + "Gaussian, and the sides: one as in the paper, two with a third pass in the port of "
      + "EkkoXy/AIM-ZO")
  package static let state = "4·r·n bytes of each matrix"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        OneSided(epsilon: schedules.distance(h.epsilon), queries: 1),
        along: ActivationSpan(rank: h.rank, refresh: h.refresh, isAligned: h.aligned)),
      update: [schedules.descent(h.learningRate)])
  }
}
