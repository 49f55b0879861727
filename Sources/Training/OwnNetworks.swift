import Foundation
import Models
import Vocabulary

/// The networks for perturbations that lie beside a model, in `scale-networks/SCHEME.safetensors`.
///
/// A cell has their digest in the place of their path: the same networks are the same cell wherever
/// the program is installed, and others are another cell.
extension PretrainedModel {
  private static let setting = "networks"
  private static let prefix = "own@"

  private func networks(for scheme: Component) -> URL {
    directory.appendingPathComponent("scale-networks/\(scheme.name).safetensors")
  }

  /// The optimizer with what the model's own networks are known by, where it wants networks, names
  /// none, and the model has some for the scheme.
  func namingNetworks(of optimizer: Component, _ scheme: Component) -> Component {
    guard optimizer.settings[Self.setting] == .text(""),
      let data = FileManager.default.contents(atPath: networks(for: scheme).path)
    else { return optimizer }
    var optimizer = optimizer
    optimizer.settings[Self.setting] = .text(Self.prefix + ContentDigest(of: data).short)
    return optimizer
  }

  /// The optimizer with the path of the networks that it was named.
  func findingNetworks(of optimizer: Component, _ scheme: Component) -> Component {
    guard case .text(let name) = optimizer.settings[Self.setting], name.hasPrefix(Self.prefix)
    else { return optimizer }
    var optimizer = optimizer
    optimizer.settings[Self.setting] = .text(networks(for: scheme).path)
    return optimizer
  }
}
