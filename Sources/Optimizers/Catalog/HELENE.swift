import Vocabulary

/// Annealed momentum over a clipped diagonal of the curvature (HELENE, arXiv:2411.10696).
///
/// `m ← β₁·m + α·g`, α = β₁ + (1 − β₁)·e^(−t/T); `θ ← θ − η·m/(γ·max(h, λ) + ε)`, h a running
/// average of g∘g. Two forward passes; two floats per trained parameter. Open are: the
/// Gauss–Newton diagonal without a backward pass (here the square of the two-sided estimate, as an
/// optimizer of ours sees losses only; a factor of the batch's size is in γ), λ (one for all
/// layers; published values of a layer's own were not found) and T (the steps of the run).
public enum HELENE: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting(.beta1(0.9)) public var beta1: Double
    @Setting(.beta2(0.99)) public var beta2: Double
    @Setting(
      0, .in(0...1_000_000_000),
      "T: over which the momentum is annealed; 0 are those of the run.", unit: "steps")
    public var anneal: Int
    @Setting(1, .period, "Between measurements of the curvature.", unit: "steps")
    public var interval: Int
    @Setting(1, .positive, "γ: the factor of the curvature.") public var gamma: Float
    @Setting(1, .positive, "λ: the least curvature that is believed.") public var lambda: Float
    public init() {}
  }

  public static let name = "helene"
  public static let summary = "annealed momentum over a clipped curvature diagonal"
  public static let provenance = Provenance(
    "arXiv:2411.10696",
    equation: "θ ← θ − η·m/(γ·max(h, λ) + ε)",
    .unconfirmed(
      "the paper's curvature is the Gauss–Newton diagonal of sampled labels, ours "
        + "the square of the estimate; lambda of a layer, T and the learning rate were not found"),
    open: "the curvature diagonal without gradients, lambda of a layer, T, and the learning "
      + "rate")
  public static let state = "8d bytes"

  public static func make(
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
