import Optimizers
import Vocabulary

/// The optimizer as a catalog has it: a name, settings, and how it is composed.
enum ClippedNesterov: OptimizerFamily {
  struct Hyperparameters: Settings {
    @Setting(0.02, .positive, "How far a step goes.") var learningRate: Float
    @Setting(1e-3, .positive, "How far from the weights the probes are.") var epsilon: Float
    @Setting(5, .count, "Directions per step.") var queries: Int
    @Setting(3, .positive, "The largest slope, in medians.") var bound: Double
    @Setting(0.8, .inside, "What is kept of the momentum.") var momentum: Float
  }

  static let name = "clipped-nesterov"
  static let summary = "zeroth-order descent with clipped slopes and Nesterov's momentum"
  static let paper = "an example"
  static let state = "4d bytes"

  static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    Optimizer(
      .probes(
        ClippedProbes(epsilon: Scheduled(h.epsilon), queries: h.queries, bound: h.bound),
        along: Dense()),
      update: [Nesterov(factor: h.momentum), LearningRate(h.learningRate)])
  }
}
