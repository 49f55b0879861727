import Tensors
import Vocabulary

/// MeZO with the distance of each parameter from its start searched now and then
/// (arXiv:2502.03304).
///
/// After every `interval` steps `θ_l ← θ₀_l + (γ_l/‖Δ_l‖)·Δ_l`, γ found by ten two-sided steps in
/// the lengths alone, on the batch of the step that follows. Two forward passes, twenty more in such
/// a step; a copy of the first weights is kept. As in the authors' code (github.com/Skilteee/DiZO)
/// only key and value projections are put elsewhere, unless `projected` is `everything`; a model or
/// scheme that trains none of them has all of its parameters projected.
public enum DiZO: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// Steps between searches.
    public var interval = 50
    public var iterations = 10
    public var lengthEpsilon: Float = 0.1
    public var lengthLearningRate: Float = 2
    /// How far a length may change, as a share.
    public var tolerance: Float = 0.2
    /// `keys-and-values` or `everything`.
    public var projected = "keys-and-values"
    public init() {}
  }

  public static let name = "dizo"
  public static let revision = 1
  public static let summary = "MeZO with searched distances from the first weights"
  public static let provenance = Provenance(
    "arXiv:2502.03304",
    equation: "θ_l ← θ₀_l + (γ_l/‖Δ_l‖)·Δ_l",
    code: Provenance.Code("Skilteee/DiZO", file: "large_models/trainer.py"),
    .confirmed(by: .trace),
    open: "the steps of a search share one batch, where the authors' have one each")
  public static let state = "4d bytes"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("interval", h.interval, 1...1_000_000)
    try requireCount("iterations", h.iterations, 0...4096)
    try requirePositive("lengthEpsilon", h.lengthEpsilon)
    try requireDecay("lengthLearningRate", h.lengthLearningRate)
    try requireShare("tolerance", h.tolerance)
    let estimator = RayProjected(
      epsilon: Scheduled(h.epsilon), interval: h.interval, iterations: h.iterations,
      lengthEpsilon: h.lengthEpsilon, lengthRate: h.lengthLearningRate, tolerance: h.tolerance)
    return Optimizer(
      .probes(estimator, along: Dense()),
      partition: try choice("projected", h.projected, ProjectedParameters.self),
      update: [LearningRate(h.learningRate)], anchoring: .atStart)
  }
}

/// The parameters whose distances DiZO searches, each by itself.
enum ProjectedParameters: String, Partition, CaseIterable {
  case keysAndValues = "keys-and-values"
  case everything

  func parts(of slices: [Slice]) -> [String?] {
    let chosen = self == .everything ? slices : slices.filter(Self.isKeyOrValue)
    let names = Set((chosen.isEmpty ? slices : chosen).map(\.name))
    return slices.map { names.contains($0.name) ? $0.name : nil }
  }

  /// Also of a layer that makes queries, keys and values at once.
  private static func isKeyOrValue(_ slice: Slice) -> Bool {
    slice.rows > 1
      && ["k_proj", "v_proj", "key", "value", "c_attn", "qkv"].contains { slice.name.contains($0) }
  }
}
