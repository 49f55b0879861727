import Vocabulary

/// Two-sided probes and steps on weights that are stored as integers (arXiv:2502.12346).
///
/// `θ̄ ← clamp(θ̄ − Σ Q(η·c/n · Q₂(u)))`, c = (L(θ̄ + ε·Q₁(u)) − L(θ̄ − ε·Q₁(u))) / 2ε, where Q, Q₁
/// and Q₂ are independent stochastic roundings. The weights' grid is the run's `weights: int8` or
/// `int4`, with a scale for each 128 elements of a row that never changes; `bits` are the
/// directions'. Probes read s·q + ε·Q₁(u), which need not be on the grid; biases and norm scales,
/// which are f32, move without rounding. 2n forward passes. The authors' code rounds probes and
/// update alike, and rounds weights that did not move.
package enum QuZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    @Setting(4, .in(2...8), "Of a direction's element.", unit: "bits") package var bits: Int
    @Setting(
      true,
      "Whether probes and update round by numbers of their own; if not, the step is biased.")
    package var independentRoundings: Bool
    @Setting(
      .tensor,
      "What a direction's values reach up to: the largest of each parameter, or 7 everywhere.")
    package var range: QuantizedGaussian.Range
    package init() {}
  }

  package static let name = "quzo"
  package static let summary = "two-sided probes and rounded steps on weights stored as integers"
  package static let provenance = Provenance(
    "arXiv:2502.12346",
    equation: "θ̄ ← clamp(θ̄ − Σ Q(η·c/n·Q₂(u)))",
    code: Provenance.Code("jmha02/QuZO", file: "large_models/trainer_new.py", version: "2ae9fc4"),
    .confirmed(by: .trace),
    open: "the authors' own repository (lloo099/QuZO): a fork of it was read")
  package static let revision = 1

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries),
        along: QuantizedGaussian(
          bits: h.bits, range: h.range, independent: h.independentRoundings)),
      update: [schedules.descent(h.learningRate)], integers: .rounded)
  }
}
