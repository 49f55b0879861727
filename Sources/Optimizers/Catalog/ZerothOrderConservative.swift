import Vocabulary

/// The best of staying, a step and the opposite step (ZO-SGD-Cons of ZO-Bench, arXiv:2402.11592).
///
/// `θ⁺ = argmin L over {θ, θ − η·ĝ, θ + η·ĝ}` on the same batch (Bergou et al. 2020). Five forward
/// passes with q = 1, four one-sided. ZO-LLM's own code runs its tentative steps through AdamW,
/// where undoing them does not lead back; that is not reproduced.
public enum ZerothOrderConservative: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 1
    /// `two` or `one`: on how many sides of the weights a query probes.
    public var sides = "two"
    public init() {}
  }

  public static let name = "zo-sgd-cons"
  public static let summary = "zeroth-order SGD that keeps the best of three places"
  public static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ ← argmin L of {θ, θ − η·ĝ, θ + η·ĝ}",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py", version: "bf210fa"),
    .confirmed(by: .officialCode))

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon, queries: h.queries)
    try require(["one", "two"].contains(h.sides), "sides", h.sides, "one or two")
    let estimator = Conservative(
      epsilon: Scheduled(h.epsilon), queries: h.queries, rate: Scheduled(h.learningRate),
      isOneSided: h.sides == "one")
    return Optimizer(
      .probes(estimator, along: Dense()), update: [LearningRate(h.learningRate)])
  }
}
