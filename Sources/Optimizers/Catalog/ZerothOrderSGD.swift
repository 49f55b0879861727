import Tensors
import Vocabulary

/// MeZO: descent along random directions by the difference of two losses.
///
/// `θ ← θ − η · (c·z + λ·θ)` with c = (L(θ+εz) − L(θ−εz)) / 2ε, averaged over the queries;
/// one-sided with c = (L(θ+εz) − L(θ)) / ε. 2q or q + 1 forward passes. Malladi et al. 2023,
/// arXiv:2305.17333; ZO-SGD of ZO-Bench, arXiv:2402.11592. The weights are never moved to be
/// probed, so there is no restoring pass and no drift.
public enum ZerothOrderSGD: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 1
    /// `two` or `one`: on how many sides of the weights a query probes.
    public var sides = "two"
    public var weightDecay: Float = 0
    /// `gaussian` or `rademacher`.
    public var directions = "gaussian"
    public init() {}
  }

  public static let name = "zo-sgd"
  public static let summary = "two-sided zeroth-order SGD (MeZO)"
  public static let provenance = Provenance(
    "arXiv:2305.17333",
    equation: "θ ← θ − η·(L₊ − L₋)/2ε·z",
    code: Provenance.Code(
      "princeton-nlp/MeZO", file: "large_models/trainer.py", version: "552cb1b"),
    .confirmed(by: .officialCode))

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireDecay("weightDecay", h.weightDecay)
    try requireCount("queries", h.queries)
    try require(["one", "two"].contains(h.sides), "sides", h.sides, "one or two")
    let elements = try choice("directions", h.directions, Elements.self)
    let distance = Scheduled(h.epsilon)
    let estimator: any Estimator =
      h.sides == "one"
      ? OneSided(epsilon: distance, queries: h.queries)
      : TwoSided(epsilon: distance, queries: h.queries)
    return Optimizer(
      .probes(estimator, along: Dense(elements)),
      update: [WeightDecay(h.weightDecay), LearningRate(h.learningRate)])
  }
}
