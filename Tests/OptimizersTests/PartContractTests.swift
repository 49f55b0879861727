import Optimizers
import Testing
import Vocabulary

/// Every part that `compose` may name, and each with the variants that its declarations offer: so
/// that a new part is in the contract of the catalog without being listed anywhere.
@Suite("Every part", .tags(.contract))
struct PartContractTests {
  static let components = choices.filter { !elsewhere.contains($0.name) }.map(\.component)

  private struct Choice {
    /// `update.adam`.
    var name: String
    var component: Component
  }

  private static let choices: [Choice] = {
    let compose = OptimizerCatalog.descriptions.first { $0.name == "compose" }
    return (compose?.declarations ?? []).flatMap { setting in
      setting.range.parts.flatMap { choices($0, of: setting) }
    }
  }()

  private static func choices(
    _ part: ComponentDescription, of setting: SettingDeclaration
  ) -> [Choice] {
    let name = "\(setting.name).\(part.name)"
    var own: [String: SettingValue] = [:]
    if setting.name == "estimator", part.defaults["epsilon"] != nil {
      own["epsilon"] = .number(0.01)
    }
    own.merge(suited[name] ?? [:]) { _, new in new }
    let variants = part.declarations.flatMap { declaration in
      CatalogContractTests.variants(of: declaration, in: name).map { [declaration.name: $0] }
    }
    return ([[:]] + variants).map { variant in
      let value = SettingValue.map([part.name: .map(own.merging(variant) { _, new in new })])
      var settings: [String: SettingValue] = ["learningRate": .number(0.001)]
      settings.merge(beside[name] ?? beside[setting.name] ?? [:]) { _, new in new }
      if case .list = setting.initial {
        settings[setting.name] = .list([value])
      } else {
        settings[setting.name] = value
      }
      if let rate = rates[name] { settings["learningRate"] = .number(rate) }
      return Choice(name: name, component: Component("compose", settings))
    }
  }

  /// Settings of a part with which it goes down the parabola.
  private static let suited: [String: [String: SettingValue]] = [
    "mask.block": ["block": .integer(1)], "mask.small": ["sparsity": .number(0.25)],
    "directions.tezo": ["rank": .integer(2)],
    "directions.subzero": ["rank": .integer(2), "refresh": .integer(10)],
  ]

  /// Rates of parts whose steps are short.
  private static let rates = [
    "estimator.fzoo": 0.05, "estimator.population": 0.02, "update.clip": 0.02,
  ]

  /// Rules that are of the other place.
  private static let elsewhere: Set<String> = [
    "coordinates.clip", "coordinates.rebuilt-adam", "coordinates.weight-decay",
    "update.orthogonalize",
  ]

  /// What else an optimizer with a part needs.
  private static let beside: [String: [String: SettingValue]] = {
    func part(_ name: String, _ settings: [String: SettingValue]) -> SettingValue {
      .map([name: .map(settings)])
    }
    let subspace = part("subzero", ["rank": .integer(2), "refresh": .integer(10)])
    let deviating = part("fzoo", ["epsilon": .number(0.01)])
    return [
      "coordinates": ["directions": subspace],
      "coordinates.divide-by-deviation": ["directions": subspace, "estimator": deviating],
      "update.divide-by-deviation": ["estimator": deviating],
      "estimator.per-example": ["directions": .text("per-example")],
      "directions.per-example": ["estimator": part("per-example", ["epsilon": .number(0.01)])],
    ]
  }()

  @Test("is in the contract of the catalog, or of another place than this one")
  func complete() {
    let names = Set(Self.choices.map(\.name))
    #expect(names.count > 50 && names.isSuperset(of: Self.elsewhere))
    for choice in Self.choices where Self.elsewhere.contains(choice.name) {
      #expect(throws: SettingsProblem.self) { try OptimizerCatalog.make(choice.component) }
    }
  }
}
