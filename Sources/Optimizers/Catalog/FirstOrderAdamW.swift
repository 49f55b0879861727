import Vocabulary

/// Adam on the backward pass with decoupled weight decay.
///
/// `θ ← θ − η · (m̂ / (√v̂ + ε) + λ·θ)`: Loshchilov and Hutter 2019, arXiv:1711.05101. `upstream`
/// is the AdamW of transformers 4.28, where ε joins the uncorrected root, after clipping to norm 1.
package enum FirstOrderAdamW: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-4)) package var learningRate: Float
    @Setting(.beta1(0.9)) package var beta1: Double
    @Setting(.beta2(0.999)) package var beta2: Double
    @Setting(.adamEpsilon()) package var epsilon: Double
    @Setting(0, .notNegative, "The largest norm of the gradient; 0 does not clip.")
    package var clip: Double
    @Setting(.weightDecay(0.01)) package var weightDecay: Float
    @Setting(.upstream()) package var upstream: Bool
    package init() {}
  }

  package static let name = "fo-adamw"
  package static let summary = "Adam with decoupled weight decay by backpropagation"
  package static let provenance = Provenance(
    "arXiv:1711.05101",
    equation: "θ ← θ − η·(m̂/(√v̂ + ε) + λ·θ)",
    code: Provenance.Code("pytorch/pytorch", file: "torch/optim/adamw.py", version: "2.13.0"),
    .confirmed(by: .officialCode))
  package static let state = "8d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let adam = Adam(
      beta1: h.beta1, beta2: h.beta2, epsilon: h.epsilon, addsEpsilonEarly: h.upstream)
    return Optimizer(
      .backpropagation,
      update: ClipNorm.rules(h.clip, upstream: h.upstream)
        + [adam, WeightDecay(h.weightDecay), schedules.descent(h.learningRate)])
  }
}
