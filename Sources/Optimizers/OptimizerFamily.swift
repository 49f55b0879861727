import Vocabulary

/// A named optimizer: one file in `Catalog`.
public protocol OptimizerFamily: Sendable {
  /// Its settings, with their defaults.
  associatedtype Hyperparameters: Settings
  /// What a grid calls it.
  static var name: String { get }
  /// One sentence for listings.
  static var summary: String { get }
  /// Where it is defined, and how it is known that this is what its authors run.
  static var provenance: Provenance { get }
  /// What it keeps, for listings; d is the number of trained parameters.
  static var state: String { get }
  /// How often what it does with the same settings has changed: part of the training semantics of
  /// its runs alone, so that stored runs of other optimizers stay what they are.
  static var revision: Int { get }
  /// The optimizer of settings that are within their ranges.
  ///
  /// - Throws: settings that are at odds with each other.
  static func make(_ hyperparameters: Hyperparameters) throws(SettingsProblem) -> Optimizer
}

extension OptimizerFamily {
  public static var state: String { "nothing" }
  public static var revision: Int { 0 }

  /// The optimizer that a grid's component describes.
  static func make(_ component: Component) throws(SettingsProblem) -> Optimizer {
    let own = Set(Hyperparameters.declarations.map(\.name))
    let pacing = component.settings.filter { name, _ in
      !own.contains(name) && Pacing.names.contains(name)
    }
    let settings = component.settings.filter { pacing[$0.key] == nil }
    let hyperparameters = try Hyperparameters.resolved(from: Component(component.name, settings))
    return try Pacing.resolved(from: Component(component.name, pacing)).applied(
      to: make(hyperparameters), isAutomatic: hyperparameters.isRateAutomatic, of: component.name)
  }

  /// Its own settings, then those that every optimizer has.
  public static var description: ComponentDescription {
    let own = Hyperparameters.declarations
    let names = Set(own.map(\.name))
    return ComponentDescription(
      name: name, summary: summary,
      settings: own + Pacing.declarations.filter { !names.contains($0.name) })
  }

  /// Requires what no setting alone can say, such as that one is no larger than another.
  static func check(
    _ condition: Bool, _ setting: String, _ value: String, _ wanted: String
  ) throws(SettingsProblem) {
    guard !condition else { return }
    throw .outOfRange(setting: setting, component: name, found: value, wanted: wanted)
  }
}
