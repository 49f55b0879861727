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
  /// - Throws: a setting that is out of its range.
  static func make(_ hyperparameters: Hyperparameters) throws(SettingsProblem) -> Optimizer
}

extension OptimizerFamily {
  public static var state: String { "nothing" }

  /// The optimizer that a grid's component describes.
  static func make(_ component: Component) throws(SettingsProblem) -> Optimizer {
    let own = Set(Hyperparameters().values.keys)
    var (settings, pacing) = (component.settings, [String: SettingValue]())
    for key in Pacing().values.keys where !own.contains(key) {
      pacing[key] = settings.removeValue(forKey: key)
    }
    let isAutomatic = own.contains("learningRate") && settings["learningRate"] == .text("auto")
    if isAutomatic { settings["learningRate"] = nil }
    let hyperparameters = try Hyperparameters.resolved(from: Component(component.name, settings))
    return try Pacing.resolved(from: Component(component.name, pacing))
      .applied(to: make(hyperparameters), isAutomatic: isAutomatic, of: component.name)
  }

  public static var description: ComponentDescription {
    ComponentDescription(
      name: name, summary: summary,
      defaults: Pacing().values.merging(Hyperparameters().values) { _, own in own })
  }

  /// Requires a setting to be in range.
  static func require(
    _ condition: Bool, _ setting: String, _ value: some CustomStringConvertible, _ wanted: String
  ) throws(SettingsProblem) {
    guard !condition else { return }
    throw .outOfRange(
      setting: setting, component: name, found: value.description, wanted: wanted)
  }

  /// Requires a number above 0, also in single precision, in which kernels use it.
  static func requirePositive(
    _ setting: String, _ value: some BinaryFloatingPoint & CustomStringConvertible
  ) throws(SettingsProblem) {
    let single = Float(value)
    try require(single > 0 && single.isFinite, setting, value, "finite and above 0")
  }

  /// Requires a number in 0 ..< 1, also in single precision.
  static func requireShare(
    _ setting: String, _ value: some BinaryFloatingPoint & CustomStringConvertible
  ) throws(SettingsProblem) {
    try require(value >= 0 && Float(value) < 1, setting, value, "in 0 ..< 1")
  }

  /// Requires a number that is not negative.
  static func requireDecay(
    _ setting: String, _ value: some BinaryFloatingPoint & CustomStringConvertible
  ) throws(SettingsProblem) {
    try require(value >= 0 && Float(value).isFinite, setting, value, "finite and at least 0")
  }

  /// Requires what every method that probes has: a rate, ε and, where it has them, queries.
  static func requireProbes(
    _ learningRate: Float, _ epsilon: Float, queries: Int = 1
  ) throws(SettingsProblem) {
    try requirePositive("learningRate", learningRate)
    try requirePositive("epsilon", epsilon)
    try requireCount("queries", queries)
  }

  /// Requires the decays of Adam's two moments.
  static func requireMoments(_ beta1: Double, _ beta2: Double) throws(SettingsProblem) {
    try requireShare("beta1", beta1)
    try requireShare("beta2", beta2)
  }

  /// Requires a whole number in a range.
  static func requireCount(
    _ setting: String, _ value: Int, _ range: ClosedRange<Int> = 1...4096
  ) throws(SettingsProblem) {
    try require(
      range.contains(value), setting, value, "in \(range.lowerBound) ... \(range.upperBound)")
  }

  /// The case of a choice that is written as text.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ setting: String, _ text: String, _ type: Choice.Type
  ) throws(SettingsProblem) -> Choice where Choice.RawValue == String {
    if let choice = Choice(rawValue: text) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    throw .outOfRange(
      setting: setting, component: name, found: text, wanted: names.joined(separator: " or "))
  }
}
