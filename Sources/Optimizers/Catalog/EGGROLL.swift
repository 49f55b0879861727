import Vocabulary

/// An evolution strategy of low rank whose population shares out the batch (EGGROLL).
///
/// Member j of an example is at `W ± (σ/√r)·A_j·B_jᵀ`, A (m × r) and B (n × r) Gaussian, so that a
/// linear layer's product with W is one for all examples and members add `(x·B_j)·A_jᵀ`, which is
/// thin. `W ← W + η·N^(−½)·Σ z·s·(σ/√r)·A_j·B_jᵀ` with z = (F − F̄) / √(var + 1e-5), F̄ over the
/// members of an example, var over all N = B·members of them, and F minus the loss of the run.
/// `members` forward passes, no state. Only matrices move, as with the program's `freeze_nonlora`;
/// embeddings cannot there. arXiv:2511.16652; ESHyperscale/HyperscaleES, `noiser/eggroll.py`. The
/// update is plain ascent, where the program may put a solver of optax, and its baseline of
/// unperturbed members is left out.
package enum EGGROLL: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1)) package var learningRate: Float
    @Setting(.epsilon(1e-3)) package var epsilon: Float
    @Setting(8, .in(2...4096), "Members that see an example, in pairs.") package var members: Int
    @Setting(1, .count, "r: the rank of a member's move.") package var rank: Int
    @Setting(.shaping(.stabilized)) package var shaping: Shaping
    package init() {}
  }

  package static let name = "eggroll"
  package static let summary = "evolution strategy of low rank with members of every example"
  package static let provenance = Provenance(
    "arXiv:2511.16652",
    equation: "W ← W + η·N^(−½)·Σ z·s·(σ/√r)·A·Bᵀ",
    code: Provenance.Code("ESHyperscale/HyperscaleES", file: "noiser/eggroll.py"),
    .confirmed(by: .trace),
    open: "the learning rate")

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    try check(
      h.members % 2 == 0, "members", "\(h.members)", "even: members come in pairs")
    return Optimizer(
      schedules.probes(
        GroupedPopulation(
          epsilon: schedules.distance(h.epsilon), members: h.members, shaping: h.shaping),
        along: PerExample(rank: h.rank)),
      on: Matrices(), update: [schedules.descent(h.learningRate)])
  }
}
