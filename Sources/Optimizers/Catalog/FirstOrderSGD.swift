import Vocabulary

/// Stochastic gradient descent on the backward pass, with momentum, clipping and weight decay.
///
/// `m ← μ·m + (g + λ·θ); θ ← θ − η·m`, as PyTorch's SGD. `upstream` clips to a norm of 1, as the
/// trainer under ZO-LLM does unasked.
public enum FirstOrderSGD: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-2
    public var momentum: Float = 0
    /// The largest norm of the gradient; 0 does not clip.
    public var clip = 0.0
    public var weightDecay: Float = 0
    public var upstream = false
    public init() {}
  }

  public static let name = "fo-sgd"
  public static let summary = "stochastic gradient descent by backpropagation"
  public static let provenance = Provenance(
    "Robbins and Monro 1951",
    equation: "m ← μ·m + g; θ ← θ − η·m",
    code: Provenance.Code("pytorch/pytorch", file: "torch/optim/sgd.py", version: "2.13.0"),
    .confirmed(by: .officialCode))
  public static let state = "4d bytes with momentum"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requirePositive("learningRate", h.learningRate)
    try requireShare("momentum", h.momentum)
    try requireDecay("clip", h.clip)
    try requireDecay("weightDecay", h.weightDecay)
    return Optimizer(
      .backpropagation,
      update: ClipNorm.rules(h.clip, upstream: h.upstream)
        + [WeightDecay(h.weightDecay), Momentum(h.momentum), LearningRate(h.learningRate)])
  }
}
