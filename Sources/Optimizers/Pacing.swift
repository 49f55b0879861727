import Vocabulary

/// How rates change over a run: settings that every optimizer has.
///
/// With `learningRate: auto` the rate is κ over the measured trace of the Hessian.
public struct Pacing: Settings {
  @Setting(.constant, "How the learning rate changes over the run.")
  public var schedule: Schedule.Form
  @Setting(0, .notNegative, "Over which the learning rate rises to its peak.", unit: "steps")
  public var warmUp: Int
  @Setting(0, .unit, "The share of the peak at which a falling schedule ends.")
  public var floor: Double
  @Setting(.constant, "How the probing distance changes over the run.")
  public var epsilonSchedule: Schedule.Form
  @Setting(.constant, "How the queries rise to the setting `queries` over the run.")
  public var queriesSchedule: Schedule.Form
  @Setting(0.1, .positive, "κ of the learning rate `auto`.") public var kappa: Float

  public init() {}

  /// Steps between measurements of the curvature.
  static let curvatureEvery = 20

  func applied(
    to optimizer: Optimizer, isAutomatic: Bool, of name: String
  ) throws(SettingsProblem) -> Optimizer {
    var optimizer = optimizer
    let rate = Schedule(schedule, warmUp: warmUp, floor: floor)
    // A distance of nothing would divide by zero.
    let distance = Schedule(epsilonSchedule, floor: max(floor, 0.01))
    if isAutomatic { try optimizer.chooseRate(kappa: kappa, of: name) }
    optimizer.pace(rate: rate, distance: distance)
    if let rise = queriesSchedule.rise { try optimizer.raiseQueries(rise, of: name) }
    return optimizer
  }

  static let names = Set(declarations.map(\.name))
}

extension Optimizer {
  /// Gives every rate its schedule.
  mutating func pace(rate: Schedule, distance: Schedule) {
    update = update.map { rule in
      if var rule = rule as? LearningRate {
        if rule.rate.schedule == .constant { rule.rate.schedule = rate }
        return rule
      }
      if var rule = rule as? CurvatureRate {
        rule.schedule = rate
        return rule
      }
      return rule
    }
    if case .probes(var estimator, var recipe) = source {
      if estimator.epsilon.schedule == .constant { estimator.epsilon.schedule = distance }
      if var bound = recipe as? any DistanceBound {
        bound.epsilon.schedule = distance
        recipe = bound
      }
      if var bound = estimator as? any RateBound {
        bound.rate.schedule = rate
        estimator = bound
      }
      source = .probes(estimator, along: recipe)
    }
    beside = beside.map { other in
      var other = other
      other.pace(rate: rate, distance: distance)
      return other
    }
  }

  /// Lets the number of queries rise over the run.
  mutating func raiseQueries(
    _ rise: RisingQueries.Rise, of name: String
  ) throws(SettingsProblem) {
    guard case .probes(let estimator, let recipe) = source,
      let counted = estimator as? any QueryCounted
    else {
      throw .outOfRange(
        setting: "queriesSchedule", component: name, found: rise.rawValue,
        wanted: "constant: it has no number of queries to choose")
    }
    source = .probes(RisingQueries(counted, rise), along: recipe)
  }

  /// Replaces the learning rate by κ over the measured curvature.
  mutating func chooseRate(kappa: Float, of name: String) throws(SettingsProblem) {
    func refusal(_ reason: String) -> SettingsProblem {
      .outOfRange(
        setting: "learningRate", component: name, found: automatic, wanted: "a number: " + reason)
    }
    guard case .probes(let estimator, let recipe) = source, var probe = estimator as? TwoSided
    else { throw refusal("the curvature is measured by two-sided probes only") }
    guard recipe.hasUnitVariance else {
      throw refusal("the curvature along its directions is not the trace of the Hessian")
    }
    guard
      update.allSatisfy({ $0 is WeightDecay || $0 is LearningRate }), coordinateUpdate.isEmpty
    else { throw refusal("the curvature rule is for plain descent") }
    if probe.curvatureEvery == nil { probe.curvatureEvery = Pacing.curvatureEvery }
    source = .probes(probe, along: recipe)
    update = update.map { $0 is LearningRate ? CurvatureRate(kappa: kappa) : $0 }
  }
}
