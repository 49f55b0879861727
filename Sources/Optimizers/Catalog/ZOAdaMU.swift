import Vocabulary

/// MeZO along perturbations mixed with their momentum (ZO-AdaMU, AAAI 2024).
///
/// Probes along m', update along m'/√v; see the directions for the formulas. The probe mixes with
/// the same β₁ as the update, where the authors' code has fixed values. Two forward passes; a float
/// per trained parameter.
public enum ZOAdaMU: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var alpha = 0.5
    public var beta1 = 0.9
    public var beta2 = 0.01
    /// Shares of the run at which the fall from plain probing begins and ends.
    public var begins = 0.05
    public var ends = 0.8
    public init() {}
  }

  public static let name = "zo-adamu"
  public static let summary = "MeZO with adaptive momentum in the perturbation"
  public static let provenance = Provenance(
    "AAAI 2024, ZO-AdaMU",
    equation: "θ ← θ − η·c·m'/√(v + 1e-8)",
    code: Provenance.Code("MathIsAll/ZO-AdaMU"),
    .confirmed(by: .trace),
    open: "the shape of the schedules between 5 % and 80 % of the run, and their ends")
  public static let state = "4d bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    for (setting, value) in [
      ("alpha", h.alpha), ("beta1", h.beta1), ("beta2", h.beta2), ("begins", h.begins),
    ] { try require(value >= 0 && value <= 1, setting, value, "in 0 ... 1") }
    try require(h.ends >= h.begins && h.ends <= 1, "ends", h.ends, "in begins ... 1")
    let mixture = AdaptiveMixture(
      begins: h.begins, ends: h.ends, alpha: h.alpha, beta1: h.beta1, beta2: h.beta2)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: mixture),
      update: [LearningRate(h.learningRate)])
  }
}
