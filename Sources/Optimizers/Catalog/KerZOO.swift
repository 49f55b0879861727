import Vocabulary

/// MeZO at random distances, weighted by a kernel that cancels third-order bias (arXiv:2505.18886).
///
/// `r ~ U[−1, 1]; θ ← θ − η·mean of (L(θ + ε·r·u) − L(θ − ε·r·u)) / 2ε · K(r)·u`,
/// K(r) = (15/4)·r·(5 − 7r²). 2q forward passes.
package enum KerZOO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(.queries()) package var queries: Int
    package init() {}
  }

  package static let name = "kerzoo"
  package static let summary = "MeZO with a kernel against third-order bias"
  package static let provenance = Provenance(
    "arXiv:2505.18886",
    equation: "θ ← θ − η·mean of (L₊ − L₋)/2ε·K(r)·u",
    .confirmed(by: .trace),
    open: "the kernel's constant (1 here) and the learning rate")

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      schedules.probes(
        KernelWeighted(epsilon: schedules.distance(h.epsilon), queries: h.queries), along: Dense()),
      update: [schedules.descent(h.learningRate)])
  }
}
