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

/// Where a composed optimizer's estimate comes from, and how it divides the parameters.
enum ComposedSource: Sendable {
  case probes(any Estimator, partition: ModuleLevel? = nil)
  case tangent, backpropagation

  var partition: ModuleLevel? {
    if case .probes(_, let partition) = self { return partition }
    return nil
  }

  var offers: Offers {
    switch self {
    case .probes(let estimator, _): estimator.offers.union(Offers.ofProbes)
    case .tangent: .ofTangents
    case .backpropagation: []
    }
  }

  func source(along directions: any DirectionRecipe, _ schedules: Schedules) -> Optimizer.Source {
    switch self {
    case .probes(let estimator, _): schedules.probes(estimator, along: directions)
    case .tangent: .tangent(along: directions)
    case .backpropagation: .backpropagation
    }
  }
}

typealias EstimatorPart = Part<ComposedSource>

extension EstimatorPart {
  /// An estimator with settings of its own.
  init<S: Settings>(
    _ name: String, of settings: S.Type,
    _ build: @escaping @Sendable (S, Making) -> any Estimator
  ) {
    self.init(name, settings) { .probes(build($0, $1)) }
  }
}

/// Settings that several estimators have.
enum EstimatorSettings {
  struct Probing: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.queries()) var queries: Int
    init() {}
  }

  struct Batch: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(.queries(8, atLeast: 2)) var queries: Int
    init() {}
  }

  struct Candidates: Settings {
    @Setting(.epsilon()) var epsilon: Float
    @Setting(4, .in(2...4096), "Directions that are probed.") var candidates: Int
    init() {}
  }
}
