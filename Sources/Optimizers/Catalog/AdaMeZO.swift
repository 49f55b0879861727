import Vocabulary

/// Adam on MeZO's estimates with moments rebuilt from the last steps (arXiv:2605.00650).
///
/// `m = Σ β₁ᵏ·c_k·z_k, v = Σ β₂ᵏ·c_k²·z_k²` over the last `window` steps; θ ← θ − η·m/√(v + 1e-5).
/// The first `window` steps are MeZO's with a hundredth of the rate. `upstream` does as the
/// authors' code: the learning rate is multiplied by 100, 1e-5 is added to the root of v, and one
/// step more is MeZO's. Two forward passes; 20 bytes per step of the window.
package enum AdaMeZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-5)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.window()) package var window: Int
    @Setting(.beta1(0.7)) package var beta1: Double
    @Setting(.beta2(0.9)) package var beta2: Double
    @Setting(.adamEpsilon(1e-5)) package var adamEpsilon: Float
    @Setting(false, "As in the authors' code: 100 times the rate, ε outside of the root.")
    package var upstream: Bool
    package init() {}
  }

  package static let name = "adamezo"
  package static let revision = 1
  package static let summary = "zeroth-order Adam with moments rebuilt from keys"
  package static let provenance = Provenance(
    "arXiv:2605.00650",
    equation: "θ ← θ − η·Σ β₁ᵏ·c_k·z_k/√(Σ β₂ᵏ·c_k²·z_k² + ε)",
    code: Provenance.Code("shawnnn3di/AdaMeZO", file: "MeZO/large_models/trainer.py"),
    .confirmed(by: .trace))
  package static let state = "20 bytes per step of the window, and 4"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let adam = RebuiltAdam(
      beta1: h.beta1, beta2: h.beta2, epsilon: h.adamEpsilon, window: h.window,
      upstream: h.upstream)
    return Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      update: [adam, schedules.descent((h.upstream ? 100 : 1) * h.learningRate)])
  }
}
