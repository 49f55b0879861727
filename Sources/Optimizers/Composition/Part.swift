import Vocabulary

/// A part that a grid may name: how it is made from its settings.
struct Part<Product>: Sendable {
  let name: String
  let defaults: [String: SettingValue]
  let make: @Sendable (Component) throws(SettingsProblem) -> Product

  /// A part with settings of its own.
  init<S: Settings>(
    _ name: String, _ settings: S.Type,
    _ build: @escaping @Sendable (S) throws(SettingsProblem) -> Product
  ) {
    self.name = name
    defaults = S().values
    make = { (component: Component) throws(SettingsProblem) in
      try build(S.resolved(from: component))
    }
  }

  /// A part without settings.
  init(_ name: String, _ build: @escaping @Sendable () -> Product) {
    self.init(name, NoSettings.self) { (_: NoSettings) throws(SettingsProblem) in build() }
  }
}

struct NoSettings: Settings {}

extension Part {
  /// The part as a listing says it.
  var description: ComponentDescription {
    ComponentDescription(name: name, summary: "", defaults: defaults)
  }
}

/// Requires that a setting of a part is in its range.
func requirePart(
  _ condition: Bool, _ setting: String, _ value: some CustomStringConvertible, of part: String,
  _ wanted: String
) throws(SettingsProblem) {
  guard !condition else { return }
  throw .outOfRange(
    setting: setting, component: "compose, \(part)", found: value.description, wanted: wanted)
}
