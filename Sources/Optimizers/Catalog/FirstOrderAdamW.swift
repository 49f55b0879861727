import Vocabulary

/// Adam on the backward pass with decoupled weight decay.
///
/// `θ ← θ − η · (m̂ / (√v̂ + ε) + λ·θ)`: Loshchilov and Hutter 2019, arXiv:1711.05101. `upstream`
/// is the AdamW of transformers 4.28, where ε joins the uncorrected root, after clipping to norm 1.
public enum FirstOrderAdamW: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-4)) public var learningRate: Float
    @Setting(.beta1(0.9)) public var beta1: Double
    @Setting(.beta2(0.999)) public var beta2: Double
    @Setting(.adamEpsilon()) public var epsilon: Double
    @Setting(0, .notNegative, "The largest norm of the gradient; 0 does not clip.")
    public var clip: Double
    @Setting(.weightDecay(0.01)) public var weightDecay: Float
    @Setting(.upstream()) public var upstream: Bool
    public init() {}
  }

  public static let name = "fo-adamw"
  public static let summary = "Adam with decoupled weight decay by backpropagation"
  public static let provenance = Provenance(
    "arXiv:1711.05101",
    equation: "θ ← θ − η·(m̂/(√v̂ + ε) + λ·θ)",
    code: Provenance.Code("pytorch/pytorch", file: "torch/optim/adamw.py", version: "2.13.0"),
    .confirmed(by: .officialCode))
  public static let state = "8d bytes"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let adam = Adam(
      beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon, addsEpsilonEarly: h.upstream)
    return Optimizer(
      .backpropagation,
      update: ClipNorm.rules(h.clip, upstream: h.upstream)
        + [adam, WeightDecay(h.weightDecay), schedules.descent(h.learningRate)])
  }
}
