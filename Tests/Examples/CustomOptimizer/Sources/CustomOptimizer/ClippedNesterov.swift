import Optimizers
import Vocabulary

/// The optimizer as a catalog has it: a name, settings, and how it is composed.
enum ClippedNesterov: OptimizerFamily {
  struct Hyperparameters: Settings {
    var learningRate: Float = 0.02
    var epsilon: Float = 1e-3
    /// Directions per step.
    var queries = 5
    /// The largest slope, in medians.
    var bound = 3.0
    /// What is kept of the momentum from step to step.
    var momentum: Float = 0.8
  }

  static let name = "clipped-nesterov"
  static let summary = "zeroth-order descent with clipped slopes and Nesterov's momentum"
  static let provenance = Provenance(
    "none", equation: "m ← μ·m + g; θ ← θ − η·(g + μ·m)", .unconfirmed("an example, in no paper"))
  static let state = "4d bytes"

  static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    guard (1...4096).contains(h.queries) else {
      throw .outOfRange(
        setting: "queries", component: name, found: "\(h.queries)", wanted: "in 1 ... 4096")
    }
    let probes = ClippedProbes(
      epsilon: schedules.distance(h.epsilon), queries: h.queries, bound: h.bound)
    return Optimizer(
      schedules.probes(probes, along: Dense()),
      update: [Nesterov(factor: h.momentum), schedules.descent(h.learningRate)])
  }
}
