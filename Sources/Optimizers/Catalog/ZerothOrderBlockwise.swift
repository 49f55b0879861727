import Vocabulary

/// MeZO block by block (module-wise perturbation of ZO-Bench, arXiv:2402.11592).
///
/// Each of B parts is probed by itself, at three levels of fineness, where the parts before it have
/// moved already (`gauss-seidel`) or at θ (`jacobi`). 2·B forward passes. Here each part has z of
/// its own; ZO-LLM's code gives parts of the same shape the same z.
package enum ZerothOrderBlockwise: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.block, .names("block", "mlp-attn", "linear"), "How fine the parts are.")
    package var level: ModuleLevel
    @Setting(.order()) package var order: PartByPart.Order
    package init() {}
  }

  package static let name = "zo-sgd-block"
  package static let summary = "zeroth-order SGD that probes block by block"
  package static let provenance = Provenance(
    "arXiv:2402.11592",
    equation: "θ_b ← θ_b − η·c_b·z_b, part by part",
    code: Provenance.Code("ZO-Bench/ZO-LLM", file: "zo-bench/trainer.py", version: "bf210fa"),
    .confirmed(by: .officialCode))

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let estimator = PartByPart(
      epsilon: schedules.distance(h.epsilon), rate: schedules.rate(h.learningRate), order: h.order)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), partition: h.level,
      update: [schedules.descent(h.learningRate)])
  }
}
