import Vocabulary

/// One-sided probes in the span of the activations of a pass at the weights (AGZO).
///
/// `c = (L(θ+εΔ) − L(θ))/ε; θ ← θ − η·c·Δ` with Δ = R·Aᵀ for matrices of linear layers, A the
/// leading eigenvectors of their inputs' Gram matrix by three power iterations, every `refresh`
/// steps; embeddings and vectors move by a Gaussian. Two forward passes; r floats for each column.
/// ICML 2026, arXiv:2601.17261. The paper's ε of 1e-7 is below what a loss in single precision
/// resolves, so the default is larger. `aligned` makes Δ as long as a dense direction. A is in no
/// log (it would take r·n floats of every layer and step), so a run cannot be replayed.
public enum AGZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 5e-7
    public var epsilon: Float = 1e-3
    public var rank = 1
    /// Steps between looks at the activations.
    public var refresh = 1
    public var aligned = false
    public init() {}
  }

  public static let name = "agzo"
  public static let summary = "probes in the span of the activations"
  public static let provenance = Provenance(
    "arXiv:2601.17261",
    equation: "W ← W − η·c·R·Aᵀ, A of the inputs' span",
    .confirmed(by: .trace),
    open: "epsilon and the learning rate for single precision, and that embeddings move by a "
      + "Gaussian")
  public static let state = "4·r·n bytes of each matrix"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("rank", h.rank)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    return Optimizer(
      .probes(
        OneSided(epsilon: Scheduled(h.epsilon), queries: 1),
        along: ActivationSpan(rank: h.rank, refresh: h.refresh, isAligned: h.aligned)),
      update: [LearningRate(h.learningRate)])
  }
}
