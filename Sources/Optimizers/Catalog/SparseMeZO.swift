import Vocabulary

/// MeZO on the small weights (arXiv:2402.15751).
///
/// In each parameter the share `sparsity` of largest |w| at the start sets a threshold, for good;
/// in every step the elements that are above it are frozen. The authors make the mask while they
/// probe; here it is a bitmap, made by one pass over the weights per step. Two forward passes; d/8
/// bytes.
package enum SparseMeZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(0.75, .decay, "The share of the elements that is frozen.") package var sparsity: Double
    package init() {}
  }

  package static let name = "sparse-mezo"
  package static let revision = 1
  package static let summary = "MeZO on the weights of small magnitude"
  package static let provenance = Provenance(
    "arXiv:2402.15751",
    equation: "θ ← θ − η·c·(m∘z), m = [|θ| ≤ h_l]",
    code: Provenance.Code("NUS-HPC-AI-Lab/SparseMeZO"),
    .confirmed(by: .trace))
  package static let state = "d/8 bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(TwoSided(epsilon: schedules.distance(h.epsilon)), along: Dense()),
      stepMask: MagnitudeSparsity(keeping: .small, sparsity: h.sparsity, followsWeights: true),
      update: [schedules.descent(h.learningRate)])
  }
}
