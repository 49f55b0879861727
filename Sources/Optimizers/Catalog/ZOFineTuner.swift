import Foundation
import Vocabulary

/// MeZO with a scale of the perturbation for each parameter (ZO Fine-tuner, arXiv:2510.00419).
///
/// `u_i = κ·σ_i·z_i` with E‖u‖² = d; `θ ← θ − η·c·u`. The scales are predicted in each step by
/// small networks from a file (`ScaleNetworks`), which `zobench meta-train` writes; or they come
/// from a table, a JSON object of numbers by parameter name; without either they are measured:
/// every `refresh` steps each parameter is probed by itself. Two forward passes, two per parameter
/// in a measuring step. The authors' code multiplies its learning rate by ten; here none is hidden.
public enum ZOFineTuner: OptimizerFamily {
  public struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(.epsilon()) public var epsilon: Float
    @Setting("", .any, "A file of scales; empty is none.") public var table: String
    @Setting("", .any, "A file of networks that predict scales; empty is none.")
    public var networks: String
    @Setting(500, .period, "Between measurements of the scales.", unit: "steps")
    public var refresh: Int
    public init() {}
  }

  public static let name = "zo-fine-tuner"
  public static let summary =
    "MeZO with a scale for each parameter; without networks a gradient-free surrogate"
  public static let provenance = Provenance(
    "arXiv:2510.00419",
    equation: "θ ← θ − η·c·κ·σ_i·z_i",
    code: Provenance.Code("ASTRAL-Group/ZO_Fine_tuner"),
    .unconfirmed(
      "without networks it is a gradient-free surrogate: scales are measured by "
        + "probes, not learned"))
  public static let state = "12 bytes per parameter tensor; with networks 1804"

  public static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    guard h.networks.isEmpty else { return try predicted(h, schedules) }
    let scales = h.table.isEmpty ? [:] : try scales(in: h.table)
    let estimator = EnergyProbes(
      epsilon: schedules.distance(h.epsilon), every: h.table.isEmpty ? h.refresh : nil)
    return Optimizer(
      schedules.probes(estimator, along: TensorScaled(scales: scales)),
      partition: ModuleLevel.tensor,
      update: [schedules.descent(h.learningRate)])
  }

  private static func predicted(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    try check(h.table.isEmpty, "table", h.table, "empty when there are networks")
    let networks: ScaleNetworks
    do throws(InputProblem) {
      networks = try ScaleNetworks(contentsOf: URL(fileURLWithPath: h.networks))
    } catch {
      throw .outOfRange(
        setting: "networks", component: name, found: h.networks,
        wanted: "a safetensors file of scale networks: \(error)")
    }
    let distance = schedules.distance(h.epsilon)
    return Optimizer(
      schedules.probes(
        TwoSided(epsilon: distance), along: NetworkScaled(networks, epsilon: distance)),
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
