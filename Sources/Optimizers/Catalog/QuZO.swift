import Vocabulary

/// Two-sided probes and steps on weights that are stored as integers (arXiv:2502.12346).
///
/// `θ̄ ← clamp(θ̄ − Σ Q(η·c/n · Q₂(u)))`, c = (L(θ̄ + ε·Q₁(u)) − L(θ̄ − ε·Q₁(u))) / 2ε, Q, Q₁ and Q₂
/// independent stochastic roundings. The weights' grid is the run's `weights: int8` or `int4`, with
/// a scale for each 128 elements of a row that never changes; `bits` are the directions'. Probes
/// read s·q + ε·Q₁(u), which need not be on the grid; biases and norm scales, which are f32, move
/// without rounding. 2n forward passes. The authors' code rounds probes and update alike, and
/// rounds weights that did not move.
public enum QuZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 1
    /// Bits of a direction's element.
    public var bits = 4
    /// Whether probes and update round by numbers of their own; if not, the step is biased.
    public var independentRoundings = true
    public init() {}
  }

  public static let name = "quzo"
  public static let summary = "two-sided probes and rounded steps on weights stored as integers"
  public static let provenance = Provenance(
    "arXiv:2502.12346",
    equation: "θ̄ ← clamp(θ̄ − Σ Q(η·c/n·Q₂(u)))",
    code: Provenance.Code("lloo099/QuZO"),
    .confirmed(by: .trace),
    open: "the range of the quantised directions: ±7, which no element passes")

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("queries", h.queries)
    try requireCount("bits", h.bits, 2...8)
    return Optimizer(
      .probes(
        TwoSided(epsilon: h.epsilon, queries: h.queries),
        along: QuantizedGaussian(bits: h.bits, independent: h.independentRoundings)),
      update: [LearningRate(h.learningRate)], integers: .rounded)
  }
}
