import Tensors
import Vocabulary

/// MeZO with the distance of each parameter from its start searched now and then
/// (arXiv:2502.03304).
///
/// After every `interval` steps `θ_l ← θ₀_l + (γ_l/‖Δ_l‖)·Δ_l`, γ found by ten two-sided steps in
/// the lengths alone, each on a batch of its own. Two forward passes, twenty more in such a step; a
/// copy of the first weights is kept. As in the authors' code (github.com/Skilteee/DiZO) the token
/// embedding is frozen, and only the matrices that make keys and values are put elsewhere, unless
/// `projected` is `everything`; where none of them is trained, as under adapters, all that is
/// trained is projected.
package enum DiZO: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(50, .period, "Between searches of the lengths.", unit: "steps")
    package var interval: Int
    @Setting(10, .in(0...4096), "Steps of a search.") package var iterations: Int
    @Setting(0.1, .positive, "The probing distance of a length.") package var lengthEpsilon: Float
    @Setting(2, .notNegative, "The learning rate of a length.") package var lengthLearningRate:
      Float
    @Setting(0.2, .decay, "How far a length may change, as a share.") package var tolerance: Float
    @Setting(.keysAndValues, "The parameters whose lengths are searched.")
    package var projected: ProjectedParameters
    package init() {}
  }

  package static let name = "dizo"
  package static let revision = 3
  package static let summary = "MeZO with searched distances from the first weights"
  package static let provenance = Provenance(
    "arXiv:2502.03304",
    equation: "θ_l ← θ₀_l + (γ_l/‖Δ_l‖)·Δ_l",
    code: Provenance.Code("Skilteee/DiZO", file: "large_models/trainer.py", version: "b05e73d"),
    .confirmed(by: .officialCode))
  package static let state = "4d bytes"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let estimator = RayProjected(
      epsilon: schedules.distance(h.epsilon), interval: h.interval, iterations: h.iterations,
      lengthEpsilon: h.lengthEpsilon, lengthRate: h.lengthLearningRate, tolerance: h.tolerance)
    return Optimizer(
      schedules.probes(estimator, along: Dense()), on: WithoutTokens(),
      partition: h.projected, update: [schedules.descent(h.learningRate)], anchoring: .atStart)
  }
}

/// The parameters whose distances DiZO searches, each by itself.
package enum ProjectedParameters: String, Partition, SettingChoice {
  case keysAndValues = "keys-and-values"
  case everything

  package func parts(of slices: [Slice]) -> [String?] {
    let chosen = self == .everything ? slices : slices.filter(Self.isKeyOrValue)
    let names = Set((chosen.isEmpty ? slices : chosen).map(\.name))
    return slices.map { names.contains($0.name) ? $0.name : nil }
  }

  /// Also of a layer that makes queries, keys and values at once, but not of its adapters.
  private static func isKeyOrValue(_ slice: Slice) -> Bool {
    let names = slice.name.split(separator: ".").suffix(2)
    return slice.rows > 1 && names.last == "weight"
      && ["k_proj", "v_proj", "key", "value", "c_attn", "qkv", "qkv_proj"].contains(names.first)
  }
}
