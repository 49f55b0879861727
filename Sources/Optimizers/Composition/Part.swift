import Vocabulary

/// A part that a grid may name: how it is made from its settings.
struct Part<Product>: Sendable {
  let description: ComponentDescription
  let make: @Sendable (Component) throws(SettingsProblem) -> Product

  var name: String { description.name }

  /// A part with settings of its own.
  init<S: Settings>(
    _ name: String, _ settings: S.Type, _ build: @escaping @Sendable (S) -> Product
  ) {
    description = ComponentDescription(name: name, summary: "", settings: S.declarations)
    make = { (component: Component) throws(SettingsProblem) in
      build(try S.resolved(from: component))
    }
  }

  /// A part without settings.
  init(_ name: String, _ build: @escaping @Sendable () -> Product) {
    self.init(name, NoSettings.self) { _ in build() }
  }
}

struct NoSettings: Settings {}
