import Experiments

/// A named optimizer: one file in `Catalog`.
public protocol OptimizerFamily: Sendable {
  associatedtype Hyperparameters: Settings
  static var name: String { get }
  /// One sentence for listings.
  static var summary: String { get }
  /// Where it is defined.
  static var paper: String { get }
  /// - Throws: a setting that is out of its range.
  static func make(_ hyperparameters: Hyperparameters) throws(SettingsProblem) -> Optimizer
}

extension OptimizerFamily {
  /// The optimizer that a grid's component describes.
  static func make(_ component: Component) throws(SettingsProblem) -> Optimizer {
    try make(Hyperparameters.resolved(from: component))
  }

  static var description: ComponentDescription {
    ComponentDescription(name: name, summary: summary, defaults: Hyperparameters().values)
  }

  /// Requires a setting to be in range.
  static func require(
    _ condition: Bool, _ setting: String, _ value: some CustomStringConvertible, _ wanted: String
  ) throws(SettingsProblem) {
    guard !condition else { return }
    throw .outOfRange(
      setting: setting, component: name, found: value.description, wanted: wanted)
  }
}

/// The optimizers that a grid may name.
public enum OptimizerCatalog {
  public static let all: [any OptimizerFamily.Type] = [
    FirstOrderSGD.self, FirstOrderAdam.self, ZerothOrderSGD.self,
  ]

  public static var descriptions: [ComponentDescription] { all.map { $0.description } }

  /// The optimizer that `component` names, with its settings.
  public static func make(_ component: Component) throws(SettingsProblem) -> Optimizer {
    guard let family = all.first(where: { $0.name == component.name }) else {
      throw .unknownComponent(
        name: component.name, axis: "optimizer",
        nearest: nearestName(to: component.name, among: all.map { $0.name }))
    }
    return try family.make(component)
  }
}
