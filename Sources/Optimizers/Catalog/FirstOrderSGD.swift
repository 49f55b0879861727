import Vocabulary

/// Stochastic gradient descent on the backward pass, with momentum, clipping and weight decay.
///
/// `m ← μ·m + (g + λ·θ); θ ← θ − η·m`, as PyTorch's SGD. `upstream` clips to a norm of 1, as the
/// trainer under ZO-LLM does unasked.
package enum FirstOrderSGD: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-2)) package var learningRate: Float
    @Setting(.momentum(0)) package var momentum: Float
    @Setting(0, .notNegative, "The largest norm of the gradient; 0 does not clip.")
    package var clip: Double
    @Setting(.weightDecay()) package var weightDecay: Float
    @Setting(.upstream()) package var upstream: Bool
    package init() {}
  }

  package static let name = "fo-sgd"
  package static let summary = "stochastic gradient descent by backpropagation"
  package static let provenance = Provenance(
    "Robbins and Monro 1951",
    equation: "m ← μ·m + g; θ ← θ − η·m",
    code: Provenance.Code("pytorch/pytorch", file: "torch/optim/sgd.py", version: "2.13.0"),
    .confirmed(by: .officialCode))
  package static let state = "4d bytes with momentum"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      .backpropagation,
      update: ClipNorm.rules(h.clip, upstream: h.upstream)
        + [WeightDecay(h.weightDecay), Momentum(h.momentum), schedules.descent(h.learningRate)])
  }
}
