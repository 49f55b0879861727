import Vocabulary

/// MeZO block by block (module-wise perturbation of ZO-Bench, arXiv:2402.11592).
///
/// Each of B parts is probed by itself, at three levels of fineness, where the parts before it have
/// moved already (`gauss-seidel`) or at θ (`jacobi`). 2·B forward passes. Here each part has z of
/// its own; ZO-LLM's code gives parts of the same shape the same z.
public enum ZerothOrderBlockwise: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// `block`, `mlp-attn` or `linear`.
    public var level = "block"
    /// `gauss-seidel` or `jacobi`.
    public var order = "gauss-seidel"
    public init() {}
  }

  public static let name = "zo-sgd-block"
  public static let summary = "zeroth-order SGD that probes block by block"
  public static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ_b ← θ_b − η·c_b·z_b, part by part",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py", version: "bf210fa"),
    .confirmed(by: .officialCode))

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    guard let level = ModuleLevel(rawValue: h.level), level != .tensor else {
      throw .outOfRange(
        setting: "level", component: name, found: h.level, wanted: "block, mlp-attn or linear")
    }
    let order = try choice("order", h.order, PartByPart.Order.self)
    let estimator = PartByPart(
      epsilon: Scheduled(h.epsilon), rate: Scheduled(h.learningRate), order: order)
    return Optimizer(
      .probes(estimator, along: Dense()), partition: level,
      update: [LearningRate(h.learningRate)])
  }
}
