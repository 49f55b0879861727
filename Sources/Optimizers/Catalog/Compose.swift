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
    @Setting(.learningRate(1e-6)) public var learningRate: Float
    @Setting(
      .map(["two-sided": .map([:])]), .parts(EstimatorParts.all.map(\.description)),
      "Which losses are asked for, and what they say.")
    public var estimator: SettingValue
    @Setting(
      .map(["gaussian": .map([:])]), .parts(DirectionParts.all.map(\.description)),
      "What is probed along.")
    public var directions: SettingValue
    @Setting(
      .map(["everything": .map([:])]), .parts(MaskParts.all.map(\.description)),
      "What is trained.")
    public var mask: SettingValue
    @Setting(
      .list([]), .parts(RuleParts.all.map(\.description)),
      "Rules on the coordinates of a subspace.")
    public var coordinates: SettingValue
    @Setting(
      .list([]), .parts(RuleParts.all.map(\.description)),
      "Rules of the step before the learning rate.")
    public var update: SettingValue
    public init() {}
  }

  public static let name = "compose"
  public static let revision = 1
  public static let summary = "an optimizer composed from estimator, directions, mask and rules"
  public static let provenance = Provenance(
    "this program",
    .unconfirmed("a composition of a grid, which no source defines"))
  public static let state = "the sum of its parts'"

  public static func make(_ h: Hyperparameters) throws(SettingsProblem) -> Optimizer {
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
    guard let component = Component(part: value),
      let part = parts.first(where: { $0.name == component.name })
    else {
      throw .outOfRange(
        setting: role, component: name, found: value.description, wanted: "one of the parts")
    }
    return try part.make(component)
  }
}
