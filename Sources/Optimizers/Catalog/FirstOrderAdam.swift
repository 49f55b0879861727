import Experiments

/// Adam on the backward pass, with decoupled weight decay (AdamW).
///
/// `θ ← θ − η · (m̂ / (√v̂ + ε) + λ·θ)`: Kingma and Ba 2015, arXiv:1412.6980; Loshchilov and Hutter
/// 2019, arXiv:1711.05101.
public enum FirstOrderAdam: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-4
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var epsilon = 1e-8
    public var weightDecay: Float = 0
    public init() {}
  }

  public static let name = "fo-adam"
  public static let summary = "Adam with decoupled weight decay by backpropagation"
  public static let paper = "arXiv:1412.6980, arXiv:1711.05101"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try require(h.learningRate > 0, "learningRate", h.learningRate, "above 0")
    try require(h.beta1 >= 0 && h.beta1 < 1, "beta1", h.beta1, "in 0 ..< 1")
    try require(h.beta2 >= 0 && h.beta2 < 1, "beta2", h.beta2, "in 0 ..< 1")
    try require(h.epsilon > 0, "epsilon", h.epsilon, "above 0")
    try require(h.weightDecay >= 0, "weightDecay", h.weightDecay, "at least 0")
    let adam = Adam(beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon)
    return Optimizer(
      .backpropagation,
      update: [adam, WeightDecay(h.weightDecay), LearningRate(h.learningRate)])
  }
}
