import Vocabulary

/// Sign descent with momentum on a random submatrix of every parameter (JAGUAR).
///
/// A tenth of the rows times a tenth of the columns of each parameter is moved by +τ and by −τ, all
/// elements alike; `g = sign(L₊ − L₋)·τ` there and 0 elsewhere, `m ← β·m + g`, `θ ← θ − η·m`. Two
/// forward passes; a float per parameter. arXiv:2506.04430; intsystems/ZO-LLM-FineTuning,
/// `code/trainer.py` (`zo_jaguar_step`), whose momentum is that of PyTorch's SGD. Its smoothing
/// mixes g with a gradient that was set to zero just before, so it is a factor, and is left out.
package enum JAGUAR: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-4)) package var learningRate: Float
    @Setting(.epsilon(0.1)) package var epsilon: Float
    @Setting(.momentum(0.9)) package var momentum: Float
    @Setting(0.1, .share, "The share of the rows, and of the columns, that is moved.")
    package var share: Double
    package init() {}
  }

  package static let name = "jaguar"
  package static let summary = "sign descent with momentum on random submatrices"
  package static let provenance = Provenance(
    "arXiv:2506.04430",
    equation: "m ← β·m + sign(L₊ − L₋)·τ on a submatrix; θ ← θ − η·m",
    code: Provenance.Code(
      "intsystems/ZO-LLM-FineTuning", file: "code/trainer.py", version: "0da8dd2"),
    .confirmed(by: .officialCode),
    open: "the learning rate; the momentum and τ are those of the repository's zo_muon runs")
  package static let state = "4d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        ScalarSign(TwoSided(epsilon: schedules.distance(h.epsilon)), length: h.epsilon),
        along: Submatrix(share: h.share)),
      update: [Momentum(h.momentum), schedules.descent(h.learningRate)])
  }
}
