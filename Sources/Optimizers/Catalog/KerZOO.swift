import Vocabulary

/// MeZO at random distances, weighted by a kernel that cancels third-order bias (arXiv:2505.18886).
///
/// `r ~ U[−1, 1]; θ ← θ − η·mean of (L(θ + ε·r·u) − L(θ − ε·r·u)) / 2ε · K(r)·u`,
/// K(r) = (15/4)·r·(5 − 7r²). 2q forward passes.
public enum KerZOO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 1
    public init() {}
  }

  public static let name = "kerzoo"
  public static let summary = "MeZO with a kernel against third-order bias"
  public static let provenance = Provenance(
    "arXiv:2505.18886",
    equation: "θ ← θ − η·mean of (L₊ − L₋)/2ε·K(r)·u",
    .confirmed(by: .trace),
    open: "the kernel's constant (1 here) and the learning rate")

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    return Optimizer(
      .probes(
        KernelWeighted(epsilon: Scheduled(h.epsilon), queries: h.queries), along: Dense()),
      update: [LearningRate(h.learningRate)])
  }
}
