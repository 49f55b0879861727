import Vocabulary

/// Adam on the backward pass, with clipping and weight decay in the gradient.
///
/// `θ ← θ − η · m̂ / (√v̂ + ε)` on g + λ·θ, as PyTorch's Adam: Kingma and Ba 2015, arXiv:1412.6980.
/// `upstream` clips to a norm of 1, as the trainer under ZO-LLM does unasked.
package enum FirstOrderAdam: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-4)) package var learningRate: Float
    @Setting(.beta1(0.9)) package var beta1: Double
    @Setting(.beta2(0.999)) package var beta2: Double
    @Setting(.adamEpsilon()) package var epsilon: Double
    @Setting(0, .notNegative, "The largest norm of the gradient; 0 does not clip.")
    package var clip: Double
    @Setting(.weightDecay()) package var weightDecay: Float
    @Setting(.upstream()) package var upstream: Bool
    package init() {}
  }

  package static let name = "fo-adam"
  package static let summary = "Adam by backpropagation"
  package static let provenance = Provenance(
    "arXiv:1412.6980",
    equation: "θ ← θ − η·m̂/(√v̂ + ε)",
    code: Provenance.Code("pytorch/pytorch", file: "torch/optim/adam.py", version: "2.13.0"),
    .confirmed(by: .officialCode))
  package static let state = "8d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let adam = Adam(beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon)
    return Optimizer(
      .backpropagation,
      update: ClipNorm.rules(h.clip, upstream: h.upstream)
        + [WeightDecay(h.weightDecay), adam, schedules.descent(h.learningRate)])
  }
}
