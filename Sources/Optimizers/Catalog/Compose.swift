import Vocabulary

/// An optimizer without a name, composed from its parts by a grid.
///
/// `compose: { estimator: { two-sided: { epsilon: 1e-3 } }, directions: { subzero: { rank: 8 } },
/// mask: everything, update: [{ adam: {} }], learningRate: 1e-4 }`. A part is a name, or a name
/// with settings. Rules under `coordinates` act on the coordinates of the directions, those under
/// `update` on the weights, in their order; the learning rate comes last. What cannot be combined
/// is refused with the reason.
public enum Compose: OptimizerFamily {
  public struct Hyperparameters: Settings {
    public var learningRate: Float = 1e-6
    public var estimator = SettingValue.map(["two-sided": .map([:])])
    public var directions = SettingValue.map(["gaussian": .map([:])])
    public var mask = SettingValue.map(["everything": .map([:])])
    public var coordinates = SettingValue.list([])
    public var update = SettingValue.list([])
    public init() {}
  }

  public static let name = "compose"
  public static let summary = "an optimizer composed from estimator, directions, mask and rules"
  public static let provenance = Provenance(
    "this program",
    .unconfirmed("a composition of a grid, which no source defines"))
  public static let state = "the sum of its parts'"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
    try requirePositive("learningRate", h.learningRate)
    let rate = Scheduled(h.learningRate)
    let directions = try part(h.directions, "directions", DirectionParts.all)
    let mask = try part(h.mask, "mask", MaskParts.all)
    let source = try part(h.estimator, "estimator", EstimatorParts.all)
    var update: [any UpdateRule] = []
    for value in list(h.update) { update.append(try part(value, "update", RuleParts.all)) }
    var coordinates: [any UpdateRule] = []
    for value in list(h.coordinates) {
      coordinates.append(try part(value, "coordinates", RuleParts.all))
    }
    var optimizer = Optimizer(
      source.source(along: directions, rate: rate), on: mask.parameters, stepMask: mask.step,
      partition: source.partition, coordinateUpdate: coordinates,
      update: update + [LearningRate(rate)])
    if directions is CurvatureScaled { optimizer.measureCurvature() }
    if let refusal = optimizer.refusal {
      throw .outOfRange(
        setting: refusal.setting, component: name, found: found(refusal.setting, h),
        wanted: refusal.reason)
    }
    return optimizer
  }

  /// The parts that may be named, by the setting that names them.
  public static var parts: [String: [ComponentDescription]] {
    let rules = RuleParts.all.map(\.description)
    return [
      "estimator": EstimatorParts.all.map(\.description),
      "directions": DirectionParts.all.map(\.description),
      "mask": MaskParts.all.map(\.description), "coordinates": rules, "update": rules,
    ]
  }

  private static func found(_ setting: String, _ h: Hyperparameters) -> String {
    h.values[setting]?.description ?? ""
  }

  private static func list(_ value: SettingValue) -> [SettingValue] {
    if case .list(let values) = value { return values }
    return [value]
  }

  /// The part that a value describes: a name, or one name with settings.
  private static func part<Product>(
    _ value: SettingValue, _ role: String, _ parts: [Part<Product>]
  ) throws(SettingsProblem) -> Product {
    let component: Component
    switch value {
    case .text(let name): component = Component(name)
    case .map(let pairs):
      guard pairs.count == 1, let pair = pairs.first else {
        throw .outOfRange(
          setting: role, component: name, found: value.description,
          wanted: "one name with its settings")
      }
      guard case .map(let settings) = pair.value else {
        throw .wrongKind(
          setting: pair.key, component: "\(name), \(role)", found: pair.value.description,
          wanted: "a mapping of settings")
      }
      component = Component(pair.key, settings)
    default:
      throw .wrongKind(
        setting: role, component: name, found: value.description, wanted: "a name or a mapping")
    }
    guard let part = parts.first(where: { $0.name == component.name }) else {
      throw .unknownComponent(
        name: component.name, axis: role,
        nearest: nearestName(to: component.name, among: parts.map(\.name)))
    }
    return try part.make(component)
  }
}
