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
  /// - Parameter schedules: what rates, distances and queries enter its parts with.
  /// - Throws: settings that are at odds with each other.
  static func make(
    _ hyperparameters: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer
}

extension OptimizerFamily {
  /// No state.
  public static var state: String { "nothing" }
  /// What it does has never changed.
  public static var revision: Int { 0 }

  /// The optimizer that a grid's component describes.
  ///
  /// - Throws: settings that the family does not have, that are out of their range, or that make
  ///   parts which do not fit together.
  static func make(_ component: Component) throws(SettingsProblem) -> Optimizer {
    let own = Set(Hyperparameters.declarations.map(\.name))
    let pacing = component.settings.filter { name, _ in
      !own.contains(name) && Pacing.names.contains(name)
    }
    let settings = component.settings.filter { pacing[$0.key] == nil }
    let hyperparameters = try Hyperparameters.resolved(from: Component(component.name, settings))
    let schedules = try Pacing.resolved(from: Component(component.name, pacing)).schedules(
      isAutomatic: hyperparameters.isRateAutomatic)
    let optimizer = try make(hyperparameters, schedules)
    if let need = optimizer.misfit(schedules.needs) {
      let setting = need.setting ?? ""
      let found = hyperparameters.values[setting] ?? pacing[setting]
      throw .outOfRange(
        setting: setting, component: name, found: found?.description ?? "", wanted: need.reason)
    }
    return optimizer
  }

  /// Its own settings, then those that every optimizer has.
  public static var description: ComponentDescription {
    let own = Hyperparameters.declarations
    let names = Set(own.map(\.name))
    return ComponentDescription(
      name: name, summary: summary,
      settings: own + Pacing.declarations.filter { !names.contains($0.name) })
  }

  /// Its description for readers: without those of every optimizer's settings that can say nothing
  /// here, which a grid may have at their defaults all the same.
  package static var listing: ComponentDescription {
    let own = Set(Hyperparameters.declarations.map(\.name))
    let settings = description.declarations.filter { setting in
      guard !own.contains(setting.name), let trial = Pacing.trials[setting.name] else {
        return true
      }
      return (try? make(Component(name, trial))) != nil
    }
    return ComponentDescription(name: name, summary: summary, settings: settings)
  }

  /// Requires what no setting alone can say, such as that one is no larger than another.
  static func check(
    _ condition: Bool, _ setting: String, _ value: String, _ wanted: String
  ) throws(SettingsProblem) {
    guard !condition else { return }
    throw .outOfRange(setting: setting, component: name, found: value, wanted: wanted)
  }
}
