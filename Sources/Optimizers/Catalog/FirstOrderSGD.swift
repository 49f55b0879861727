import Experiments

/// Stochastic gradient descent on the backward pass, with optional momentum and weight decay.
///
/// `m ← μ·m + (g + λ·θ); θ ← θ − η·m`, as PyTorch's SGD.
public enum FirstOrderSGD: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-2
    public var momentum: Float = 0
    public var weightDecay: Float = 0
    public init() {}
  }

  public static let name = "fo-sgd"
  public static let summary = "stochastic gradient descent by backpropagation"
  public static let paper = "Robbins and Monro 1951"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try require(h.learningRate > 0, "learningRate", h.learningRate, "above 0")
    try require(h.momentum >= 0 && h.momentum < 1, "momentum", h.momentum, "in 0 ..< 1")
    try require(h.weightDecay >= 0, "weightDecay", h.weightDecay, "at least 0")
    return Optimizer(
      .backpropagation,
      update: [WeightDecay(h.weightDecay), Momentum(h.momentum), LearningRate(h.learningRate)])
  }
}
