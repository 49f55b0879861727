import Vocabulary

/// Annealed momentum over a clipped diagonal of the curvature (HELENE, arXiv:2411.10696).
///
/// `m ← β₁·m + α·g`, α = β₁ + (1 − β₁)·e^(−t/T); `θ ← θ − η·m/(γ·max(h, λ) + ε)`, h a running
/// average of g∘g. Two forward passes; two floats per trained parameter. Open are: the
/// Gauss–Newton diagonal without a backward pass (here the square of the two-sided estimate, as an
/// optimizer of ours sees losses only; a factor of the batch's size is in γ), λ (one for all
/// layers; published values of a layer's own were not found) and T (the steps of the run).
package enum HELENE: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.beta1(0.9)) package var beta1: Double
    @Setting(.beta2(0.99)) package var beta2: Double
    @Setting(
      0, .in(0...1_000_000_000),
      "Over which the momentum is annealed (T); 0 are those of the run.", unit: "steps")
    package var anneal: Int
    @Setting(1, .period, "Between measurements of the curvature.", unit: "steps")
    package var interval: Int
    @Setting(1, .positive, "γ: the factor of the curvature.") package var gamma: Float
    @Setting(1, .positive, "λ: the least curvature that is believed.") package var lambda: Float
    package init() {}
  }

  package static let name = "helene"
  package static let summary = "annealed momentum over a clipped curvature diagonal"
  package static let provenance = Provenance(
    "arXiv:2411.10696",
    equation: "θ ← θ − η·m/(γ·max(h, λ) + ε)",
    .unconfirmed(
      "the paper's curvature is the Gauss–Newton diagonal of sampled labels, ours "
        + "the square of the estimate; lambda of a layer, T and the learning rate were not found"),
    open: "the curvature diagonal without gradients, lambda of a layer, T, and the learning "
      + "rate")
  package static let state = "8d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let rule = ClippedNewton(
      beta1: h.beta1, beta2: h.beta2, anneal: h.anneal == 0 ? nil : h.anneal,
      interval: h.interval, gamma: h.gamma, lambda: h.lambda)
    return Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      update: [rule, schedules.descent(h.learningRate)])
  }
}
