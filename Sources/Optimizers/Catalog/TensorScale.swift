import Foundation
import Vocabulary

/// MeZO with a measured scale of the perturbation for each parameter: a surrogate of ZO Fine-tuner
/// that needs no gradient.
///
/// `u_i = κ·σ_i·z_i` with E‖u‖² = d; `θ ← θ − η·c·u`. Every `refresh` steps each parameter is
/// probed by itself, and σ follows the root mean square of its slopes; or the scales come from a
/// table, a JSON object of numbers by parameter name. Two forward passes, two per parameter in a
/// measuring step. The networks of the paper (arXiv:2510.00419) are `zo-fine-tuner`.
package enum TensorScale: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting("", .any, "A file of scales; empty is none.") package var table: String
    @Setting(500, .period, "Between measurements of the scales.", unit: "steps")
    package var refresh: Int
    package init() {}
  }

  package static let name = "zo-tensor-scale"
  package static let summary = "MeZO with a scale for each parameter that probes measure"
  package static let provenance = Provenance(
    "ours, after arXiv:2510.00419",
    equation: "θ ← θ − η·c·κ·σ_i·z_i",
    .unconfirmed("ours: where ZO Fine-tuner learns its scales, they are measured by probes"))
  package static let state = "12 bytes per parameter tensor, and 4"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let scales = h.table.isEmpty ? [:] : try scales(in: h.table)
    let estimator = EnergyProbes(
      epsilon: schedules.distance(h.epsilon), every: h.table.isEmpty ? h.refresh : nil)
    return Optimizer(
      schedules.probes(estimator, along: TensorScaled(scales: scales)),
      partition: ModuleLevel.tensor,
      update: [schedules.descent(h.learningRate)])
  }

  private static func scales(in path: String) throws(SettingsProblem) -> [String: Float] {
    guard
      let data = FileManager.default.contents(atPath: path),
      let scales = try? JSONDecoder().decode([String: Float].self, from: data),
      !scales.isEmpty, scales.values.allSatisfy({ $0 > 0 && $0.isFinite })
    else {
      throw .outOfRange(
        setting: "table", component: name, found: path,
        wanted: "a file with a JSON object of numbers above 0 by parameter name")
    }
    return scales
  }
}
