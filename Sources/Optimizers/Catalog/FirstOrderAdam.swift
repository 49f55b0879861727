import Vocabulary

/// Adam on the backward pass, with clipping and weight decay in the gradient.
///
/// `θ ← θ − η · m̂ / (√v̂ + ε)` on g + λ·θ, as PyTorch's Adam: Kingma and Ba 2015, arXiv:1412.6980.
/// `upstream` clips to a norm of 1, as the trainer under ZO-LLM does unasked.
public enum FirstOrderAdam: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-4
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var epsilon = 1e-8
    /// The largest norm of the gradient; 0 does not clip.
    public var clip = 0.0
    public var weightDecay: Float = 0
    public var upstream = false
    public init() {}
  }

  public static let name = "fo-adam"
  public static let summary = "Adam by backpropagation"
  public static let provenance = Provenance(
    "arXiv:1412.6980",
    equation: "θ ← θ − η·m̂/(√v̂ + ε)",
    code: Provenance.Code("pytorch/pytorch", file: "torch/optim/adam.py", version: "2.13.0"),
    .confirmed(by: .officialCode))
  public static let state = "8d bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requirePositive("learningRate", h.learningRate)
    try requireMoments(h.beta1, h.beta2)
    try requirePositive("epsilon", h.epsilon)
    try requireDecay("clip", h.clip)
    try requireDecay("weightDecay", h.weightDecay)
    let adam = Adam(beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon)
    return Optimizer(
      .backpropagation,
      update: ClipNorm.rules(h.clip, upstream: h.upstream)
        + [WeightDecay(h.weightDecay), adam, LearningRate(h.learningRate)])
  }
}
