import Vocabulary

/// Adam on MeZO's estimates with moments rebuilt from the last steps (arXiv:2605.00650).
///
/// `m = Σ β₁ᵏ·c_k·z_k, v = Σ β₂ᵏ·c_k²·z_k²` over the last `window` steps; θ ← θ − η·m/√(v + 1e-5).
/// The first `window` steps are MeZO's with a hundredth of the rate. `upstream` multiplies by 100,
/// as the authors' code does beside the learning rate. Two forward passes; 20 bytes per step of the
/// window.
public enum AdaMeZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-5
    public var epsilon: Float = 1e-3
    public var window = 10
    public var beta1 = 0.7
    public var beta2 = 0.9
    public var adamEpsilon: Float = 1e-5
    public var upstream = false
    public init() {}
  }

  public static let name = "adamezo"
  public static let summary = "zeroth-order Adam with moments rebuilt from keys"
  public static let provenance = Provenance(
    "arXiv:2605.00650",
    equation: "θ ← θ − η·Σ β₁ᵏ·c_k·z_k/√(Σ β₂ᵏ·c_k²·z_k² + ε)",
    code: Provenance.Code("shawnnn3di/AdaMeZO", file: "MeZO/large_models/trainer.py"),
    .confirmed(by: .trace))
  public static let state = "20 bytes per step of the window, and 4"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("window", h.window, 1...256)
    try requireMoments(h.beta1, h.beta2)
    try requirePositive("adamEpsilon", h.adamEpsilon)
    let adam = RebuiltAdam(
      beta1: h.beta1, beta2: h.beta2, epsilon: h.adamEpsilon, window: h.window)
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon), along: Dense()),
      update: [adam, LearningRate((h.upstream ? 100 : 1) * h.learningRate)])
  }
}
