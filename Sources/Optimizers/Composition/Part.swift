import Vocabulary

/// A part that a grid may name: how it is made from its settings.
///
/// It is declared beside its type, as `static let part`; the lists of all parts are written by
/// `scripts/parts`.
struct Part<Product>: Sendable {
  let description: ComponentDescription
  let make: @Sendable (Component, Making) throws(SettingsProblem) -> Product

  var name: String { description.name }

  /// A part with settings of its own.
  init<S: Settings>(
    _ name: String, _ settings: S.Type,
    _ build: @escaping @Sendable (S, Making) -> Product
  ) {
    description = ComponentDescription(name: name, summary: "", settings: S.declarations)
    make = { (component: Component, making: Making) throws(SettingsProblem) in
      build(try S.resolved(from: component), making)
    }
  }

  /// A part without settings.
  init(_ name: String, _ build: @escaping @Sendable () -> Product) {
    self.init(name, NoSettings.self) { _, _ in build() }
  }
}

struct NoSettings: Settings {}

/// What a part is made with beside its settings.
struct Making: Sendable {
  let schedules: Schedules
  /// The learning rate, for estimators that take a step of plain descent in advance.
  let rate: Scheduled

  func distance(_ epsilon: Float) -> Scheduled { schedules.distance(epsilon) }
}

/// Where a composed optimizer acts.
struct ComposedMask: Sendable {
  var parameters: any ParameterMask = Everything()
  var step: (any StepMask)?
}

/// Settings that several masks have.
enum MaskSettings {
  /// Among which elements the share that is left out is counted.
  enum Group: String, SettingChoice {
    case layer, global
  }
}

typealias DirectionPart = Part<any DirectionRecipe>
typealias MaskPart = Part<ComposedMask>
typealias RulePart = Part<any UpdateRule>

extension Part {
  /// Names of those whose product, at its defaults, has what is asked for.
  static func names(_ parts: [Part], where hasIt: (Product) -> Bool) -> [String] {
    let making = Making(schedules: Schedules(), rate: 1)
    return parts.filter { part in
      (try? part.make(Component(part.name), making)).map(hasIt) ?? false
    }.map(\.name)
  }
}
