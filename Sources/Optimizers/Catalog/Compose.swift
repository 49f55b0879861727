import Vocabulary

/// An optimizer without a name, composed from its parts by a grid.
///
/// `compose: { estimator: { two-sided: { epsilon: 1e-3 } }, directions: { subzero: { rank: 8 } },
/// mask: everything, update: [{ adam: {} }], learningRate: 1e-4 }`. A part is a name, or a name
/// with settings. Rules under `coordinates` act on the coordinates of the directions, those under
/// `update` on the weights, in their order; the learning rate comes last. What cannot be combined
/// is refused with the reason.
package enum Compose: OptimizerFamily {
  package struct Hyperparameters: Settings {
    @Setting(.learningRate(1e-6)) package var learningRate: Float
    @Setting(
      .map(["two-sided": .map([:])]), .parts(Parts.estimators.map(\.description)),
      "Which losses are asked for, and what they say.")
    package var estimator: SettingValue
    @Setting(
      .map(["gaussian": .map([:])]), .parts(Parts.directions.map(\.description)),
      "What is probed along.")
    package var directions: SettingValue
    @Setting(
      .map(["everything": .map([:])]), .parts(Parts.masks.map(\.description)),
      "What is trained.")
    package var mask: SettingValue
    @Setting(
      .list([]), .parts(Parts.rules.map(\.description)),
      "Rules on the coordinates of a subspace.")
    package var coordinates: SettingValue
    @Setting(
      .list([]), .parts(Parts.rules.map(\.description)),
      "Rules of the step before the learning rate.")
    package var update: SettingValue
    package init() {}
  }

  package static let name = "compose"
  package static let revision = 1
  package static let summary = "an optimizer composed from estimator, directions, mask and rules"
  package static let provenance = Provenance(
    "this program",
    .unconfirmed("a composition of a grid, which no source defines"))
  package static let state = "the sum of its parts'"

  package static func make(
    _ h: Hyperparameters, _ schedules: Schedules
  ) throws(SettingsProblem) -> Optimizer {
    let making = Making(schedules: schedules, rate: schedules.rate(h.learningRate))
    let directions = try part(h.directions, "directions", Parts.directions, making)
    let mask = try part(h.mask, "mask", Parts.masks, making)
    let source = try part(h.estimator, "estimator", Parts.estimators, making)
    let optimizer = Optimizer(
      source.source(along: directions, schedules), on: mask.parameters, stepMask: mask.step,
      partition: source.partition,
      coordinateUpdate: try rules(h.coordinates, "coordinates", making),
      update: try rules(h.update, "update", making) + [schedules.descent(h.learningRate)])
    if let need = optimizer.misfit() {
      let setting = need.setting ?? ""
      throw .outOfRange(
        setting: setting, component: name, found: h.values[setting]?.description ?? "",
        wanted: need.reason + providers(of: need.offers))
    }
    return optimizer
  }

  /// The parts, at their defaults, that have what is needed.
  private static func providers(of offers: Offers) -> String {
    let estimators = EstimatorPart.names(Parts.estimators) {
      $0.offers.isSuperset(of: offers)
    }
    let directions = DirectionPart.names(Parts.directions) { $0.offers.isSuperset(of: offers) }
    let known = [("estimators", estimators), ("directions", directions)].filter { !$1.isEmpty }
    return known.map { " (\($0) \($1.joined(separator: ", ")))" }.joined()
  }

  private static func rules(
    _ value: SettingValue, _ role: String, _ making: Making
  ) throws(SettingsProblem) -> [any UpdateRule] {
    var rules: [any UpdateRule] = []
    for value in list(value) { rules.append(try part(value, role, Parts.rules, making)) }
    return rules
  }

  private static func list(_ value: SettingValue) -> [SettingValue] {
    if case .list(let values) = value { return values }
    return [value]
  }

  /// The part that a value describes: a name, or one name with settings.
  private static func part<Product>(
    _ value: SettingValue, _ role: String, _ parts: [Part<Product>], _ making: Making
  ) throws(SettingsProblem) -> Product {
    guard let component = Component(part: value),
      let part = parts.first(where: { $0.name == component.name })
    else {
      throw .outOfRange(
        setting: role, component: name, found: value.description, wanted: "one of the parts")
    }
    return try part.make(component, making)
  }
}
