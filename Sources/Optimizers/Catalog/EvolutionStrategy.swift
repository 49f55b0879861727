import Vocabulary

/// Evolution strategies at scale: a population of dense Gaussian moves, weighed by their rewards.
///
/// `θ ← θ + (α/N)·Σ zᵢ·εᵢ` with Rᵢ the reward at θ + σ·εᵢ and zᵢ = (Rᵢ − R̄)/(std + 1e-8) over the
/// population, without 1/σ; `rank` weighs by centered ranks instead (arXiv:1703.03864). The reward
/// is minus the loss of the run, so that `objective: accuracy` and `f1` are rewards as they are. N
/// forward passes, no state. Qiu et al. 2025, arXiv:2509.24372; VsonicV/es-at-scale,
/// `es_at_scale/trainer/es_trainer.py`. The sum of all members is made in f32 and the weights are
/// written once, where the program adds member after member to bf16 weights.
package enum EvolutionStrategy: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(5e-4)) package var learningRate: Float
    @Setting(.epsilon(1e-3)) package var epsilon: Float
    @Setting(.queries(30, atLeast: 2)) package var queries: Int
    @Setting(.shaping(.standard)) package var shaping: Shaping
    package init() {}
  }

  package static let name = "es"
  package static let summary = "evolution strategy: a population weighed by its rewards"
  package static let provenance = Provenance(
    "arXiv:2509.24372",
    equation: "θ ← θ + (α/N)·Σ zᵢ·εᵢ",
    code: Provenance.Code("VsonicV/es-at-scale", file: "es_at_scale/trainer/es_trainer.py"),
    .confirmed(by: .trace))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        Population(epsilon: schedules.distance(h.epsilon), queries: h.queries, shaping: h.shaping),
        along: Dense()),
      update: [schedules.descent(h.learningRate)])
  }
}
