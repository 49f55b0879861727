import Experiments
import Tensors

/// What is trained: a choice of parameters of a model.
public protocol TuningScheme: Sendable {
  /// Indices of the parameters that train.
  ///
  /// - Throws: `InputProblem` when the model has nothing that the scheme could train.
  func trainable(in layout: Layout) throws(InputProblem) -> Set<Int>
}

/// A named scheme: one file in `Catalog`.
public protocol SchemeFamily: Sendable {
  associatedtype Hyperparameters: Settings
  static var name: String { get }
  /// One sentence for listings.
  static var summary: String { get }
  static func make(_ hyperparameters: Hyperparameters) throws(SettingsProblem) -> any TuningScheme
}

extension SchemeFamily {
  static func make(_ component: Component) throws(SettingsProblem) -> any TuningScheme {
    try make(Hyperparameters.resolved(from: component))
  }

  static var description: ComponentDescription {
    ComponentDescription(name: name, summary: summary, defaults: Hyperparameters().values)
  }
}

/// The schemes that a grid may name.
public enum SchemeCatalog {
  public static let all: [any SchemeFamily.Type] = [
    FullFineTuning.self, BitFit.self, LastLayers.self,
  ]

  public static var descriptions: [ComponentDescription] { all.map { $0.description } }

  /// The scheme that `component` names, with its settings.
  public static func make(_ component: Component) throws(SettingsProblem) -> any TuningScheme {
    guard let family = all.first(where: { $0.name == component.name }) else {
      throw .unknownComponent(
        name: component.name, axis: "scheme",
        nearest: nearestName(to: component.name, among: all.map { $0.name }))
    }
    return try family.make(component)
  }
}
