import Vocabulary

/// Evolution strategies at scale: a population of dense Gaussian moves, weighed by their rewards.
///
/// `θ ← θ + (α/N)·Σ zᵢ·εᵢ` with Rᵢ the reward at θ + σ·εᵢ and zᵢ = (Rᵢ − R̄)/(std + 1e-8) over the
/// population, without 1/σ; `rank` weighs by centered ranks instead (arXiv:1703.03864). The reward is
/// minus the loss of the run, so that `objective: accuracy` and `f1` are rewards as they are. N
/// forward passes, no state. Qiu et al. 2025, arXiv:2509.24372; VsonicV/es-at-scale,
/// `es_at_scale/trainer/es_trainer.py`. The sum of all members is made in f32 and the weights are
/// written once, where the program adds member after member to bf16 weights.
public enum EvolutionStrategy: OptimizerFamily {
  public struct Hyperparameters: Settings {
    /// α.
    public var learningRate: Float = 5e-4
    /// σ: how far from the weights the members are.
    public var epsilon: Float = 1e-3
    /// N.
    public var queries = 30
    /// `standard`, `rank` or `stabilized`.
    public var shaping = "standard"
    public init() {}
  }

  public static let name = "es"
  public static let summary = "evolution strategy: a population weighed by its rewards"
  public static let provenance = Provenance(
    "arXiv:2509.24372",
    equation: "θ ← θ + (α/N)·Σ zᵢ·εᵢ",
    code: Provenance.Code("VsonicV/es-at-scale", file: "es_at_scale/trainer/es_trainer.py"),
    .confirmed(by: .trace))

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("queries", h.queries, 2...4096)
    let shaping = try choice("shaping", h.shaping, Shaping.self)
    return Optimizer(
      .probes(
        Population(epsilon: Scheduled(h.epsilon), queries: h.queries, shaping: shaping),
        along: Dense()),
      update: [LearningRate(h.learningRate)])
  }
}
