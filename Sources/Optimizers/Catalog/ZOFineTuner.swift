import Foundation
import Vocabulary

/// MeZO with a learned scale of the perturbation for each parameter (ZO Fine-tuner,
/// arXiv:2510.00419).
///
/// `u_i = κ·σ_i·z_i`, `θ ← θ − η·c·u`; κ makes E‖u‖² what it is of a dense direction, where an
/// embedding counts with the rows that a batch reads (15 tokens an example). A small network of
/// each parameter, of which `zobench meta-train` writes a file (`ScaleNetworks`), predicts σ in
/// each step; those of the embedded models called `tiny-…` ship with the program. What has no
/// network has σ = 1, and a run is refused that trains such a parameter. Two forward passes. The
/// authors' code multiplies its learning rate by ten when networks are used; here none is hidden.
package enum ZOFineTuner: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(.epsilon()) package var epsilon: Float
    @Setting(
      "", .any, "A file of networks that predict scales; empty takes those beside the model.")
    package var networks: String
    package init() {}
  }

  package static let name = "zo-fine-tuner"
  package static let revision = 2
  package static let summary = "MeZO with a scale per parameter that a learned network predicts"
  package static let provenance = Provenance(
    "arXiv:2510.00419",
    equation: "θ ← θ − η·c·κ·σ_i·z_i",
    code: Provenance.Code("ASTRAL-Group/ZO_Fine_tuner"),
    .confirmed(by: .trace),
    open: "how the networks begin, and the fall of SGD's rate while they learn")
  package static let state = "8 bytes per parameter tensor, and 1796 for its network"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let networks = try networks(h.networks)
    let distance = schedules.distance(h.epsilon)
    return Optimizer(
      schedules.probes(
        TwoSided(epsilon: distance), along: NetworkScaled(networks, epsilon: distance)),
      update: [schedules.descent(h.learningRate)])
  }

  private static func networks(_ path: String) throws(SettingsProblem) -> ScaleNetworks {
    guard !path.isEmpty else { return ScaleNetworks([:]) }
    do throws(InputProblem) {
      return try ScaleNetworks(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw .outOfRange(
        setting: "networks", component: name, found: path,
        wanted: "a safetensors file of scale networks: \(error)")
    }
  }
}
