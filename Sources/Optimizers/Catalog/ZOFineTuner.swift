import Experiments
import Foundation

/// MeZO with a scale of the perturbation for each parameter (ZO Fine-tuner, arXiv:2510.00419).
///
/// `u_i = κ·σ_i·z_i` with E‖u‖² = d; `θ ← θ − η·c·u`. The scales come from a table, a JSON object
/// of numbers by parameter name; without one they are measured: every `refresh` steps each
/// parameter is probed by itself. The paper predicts them by small networks that need one run of
/// backpropagation; these are not read. Two forward passes, two per parameter in a measuring step.
public enum ZOFineTuner: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var epsilon: Float = 1e-3
    /// A file of scales; empty measures them.
    public var table = ""
    /// Steps between measurements.
    public var refresh = 500
    public init() {}
  }

  public static let name = "zo-fine-tuner"
  public static let summary = "MeZO with a learned scale for each parameter"
  public static let paper = "arXiv:2510.00419"
  public static let state = "12 bytes per parameter tensor, and 4"
  public static let unconfirmed: String? =
    "the measured scales, which are a gradient-free stand-in for the paper's networks"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requireProbes(h.learningRate, h.epsilon)
    try requireCount("refresh", h.refresh, 1...1_000_000)
    let scales = h.table.isEmpty ? [:] : try scales(in: h.table)
    let estimator = EnergyProbes(
      epsilon: Scheduled(h.epsilon), every: h.table.isEmpty ? h.refresh : nil)
    return Optimizer(
      .probes(estimator, along: TensorScaled(scales: scales)), partition: ModuleLevel.tensor,
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
