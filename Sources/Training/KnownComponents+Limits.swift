import Optimizers
import Schemes
import Vocabulary

extension KnownComponents {
  /// The limits of settings by axis and name, as far as the catalogues say them.
  package static var limits: [Axis: [String: [String: SettingLimit]]] {
    [
      .scheme: limits(SchemeCatalog.descriptions) { (component) throws(SettingsProblem) in
        _ = try SchemeCatalog.make(component)
      },
      .optimizer: limits(OptimizerCatalog.descriptions) { (component) throws(SettingsProblem) in
        _ = try OptimizerCatalog.make(component)
      },
    ]
  }

  /// The parts of `compose` by the setting that names them.
  package static var parts: [String: [ComponentDescription]] { Compose.parts }

  private static func limits(
    _ entries: [ComponentDescription], make: (Component) throws(SettingsProblem) -> Void
  ) -> [String: [String: SettingLimit]] {
    let pairs = entries.map { entry in
      (entry.name, SettingLimit.asked(of: entry.name, entry.defaults, make: make))
    }
    return Dictionary(pairs) { first, _ in first }
  }
}
