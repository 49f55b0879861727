import Vocabulary

/// MeZO scaled by a running diagonal of the Hessian (arXiv:2402.15173).
///
/// Probes along z/√h; `h ← (1−α)·h + α·½|L₊ + L₋ − 2L₀|/ε²·h∘z²`; `θ ← θ − η·c·z/√h`. Three forward
/// passes; a float per trained parameter. With α = 0 it is MeZO.
public enum HiZOO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// α: the weight of a new measurement.
    public var smoothing: Float = 1e-8
    public init() {}
  }

  public static let name = "hizoo"
  public static let summary = "MeZO scaled by a diagonal Hessian estimate"
  public static let provenance = Provenance(
    "arXiv:2402.15173",
    equation: "h ← (1 − α)·h + α·|L₊ + L₋ − 2L₀|/2ε²·h∘z²; θ ← θ − η·c·z/√h",
    code: Provenance.Code("Yanjun-Zhao/HiZOO", file: "trainer.py", version: "4f99055"),
    .confirmed(by: .officialCode))
  public static let state = "4d bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireShare("smoothing", h.smoothing)
    return Optimizer(
      .probes(
        TwoSided(epsilon: Scheduled(h.epsilon), curvatureEvery: 1),
        along: CurvatureScaled(rate: h.smoothing)),
      update: [LearningRate(h.learningRate)])
  }
}
