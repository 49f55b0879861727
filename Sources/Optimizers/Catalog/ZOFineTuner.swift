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
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// A file of scales; empty is none.
    public var table = ""
    /// A file of networks that predict scales; empty is none.
    public var networks = ""
    /// Steps between measurements.
    public var refresh = 500
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

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    guard h.networks.isEmpty else { return try predicted(h) }
    let scales = h.table.isEmpty ? [:] : try scales(in: h.table)
    let estimator = EnergyProbes(
      epsilon: Scheduled(h.epsilon), every: h.table.isEmpty ? h.refresh : nil)
    return Optimizer(
      .probes(estimator, along: TensorScaled(scales: scales)), partition: ModuleLevel.tensor,
      update: [LearningRate(h.learningRate)])
  }

  private static func predicted(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try require(h.table.isEmpty, "table", h.table, "empty when there are networks")
    let networks: ScaleNetworks
    do throws(InputProblem) {
      networks = try ScaleNetworks(contentsOf: URL(fileURLWithPath: h.networks))
    } catch {
      throw .outOfRange(
        setting: "networks", component: name, found: h.networks,
        wanted: "a safetensors file of scale networks: \(error)")
    }
    let distance = Scheduled(h.epsilon)
    return Optimizer(
      .probes(TwoSided(epsilon: distance), along: NetworkScaled(networks, epsilon: distance)),
      update: [LearningRate(h.learningRate)])
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
