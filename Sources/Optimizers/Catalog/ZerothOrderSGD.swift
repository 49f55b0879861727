import Experiments
import Tensors

/// MeZO: descent along random directions by the difference of two losses.
///
/// `θ ← θ − η · (c·z + λ·θ)` with c = (L(θ+εz) − L(θ−εz)) / 2ε, averaged over the queries.
/// Malladi et al. 2023, arXiv:2305.17333; ZO-SGD of ZO-Bench, arXiv:2402.11592. The weights are
/// never moved to be probed, so there is no restoring pass and no drift.
public enum ZerothOrderSGD: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    public var queries = 1
    public var weightDecay: Float = 0
    /// `gaussian` or `rademacher`.
    public var directions = "gaussian"
    public init() {}
  }

  public static let name = "zo-sgd"
  public static let summary = "two-sided zeroth-order SGD (MeZO)"
  public static let paper = "arXiv:2305.17333"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try require(h.learningRate > 0, "learningRate", h.learningRate, "above 0")
    try require(h.epsilon > 0, "epsilon", h.epsilon, "above 0")
    try require(h.weightDecay >= 0, "weightDecay", h.weightDecay, "at least 0")
    try require(h.queries >= 1 && h.queries <= 4096, "queries", h.queries, "in 1 ... 4096")
    guard let elements = Elements(rawValue: h.directions) else {
      throw .outOfRange(
        setting: "directions", component: name, found: h.directions,
        wanted: "gaussian or rademacher")
    }
    return Optimizer(
      .probes(TwoSided(epsilon: h.epsilon, queries: h.queries), along: Dense(elements)),
      update: [WeightDecay(h.weightDecay), LearningRate(h.learningRate)])
  }
}
