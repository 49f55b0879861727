import Vocabulary

/// Adam on the backward pass with decoupled weight decay.
///
/// `θ ← θ − η · (m̂ / (√v̂ + ε) + λ·θ)`: Loshchilov and Hutter 2019, arXiv:1711.05101. `upstream`
/// is the AdamW of transformers 4.28, where ε joins the uncorrected root, after clipping to norm 1.
public enum FirstOrderAdamW: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-4
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var epsilon = 1e-8
    /// The largest norm of the gradient; 0 does not clip.
    public var clip = 0.0
    public var weightDecay: Float = 0.01
    public var upstream = false
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

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requirePositive("learningRate", h.learningRate)
    try requireMoments(h.beta1, h.beta2)
    try requirePositive("epsilon", h.epsilon)
    try requireDecay("clip", h.clip)
    try requireDecay("weightDecay", h.weightDecay)
    let adam = Adam(
      beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon, addsEpsilonEarly: h.upstream)
    return Optimizer(
      .backpropagation,
      update: ClipNorm.rules(h.clip, upstream: h.upstream)
        + [adam, WeightDecay(h.weightDecay), LearningRate(h.learningRate)])
  }
}
