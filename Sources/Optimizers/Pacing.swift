import Vocabulary

/// How rates change over a run: settings that every optimizer has.
///
/// With `learningRate: auto` the rate is κ over the measured trace of the Hessian.
public struct Pacing: Settings {
  /// Of the learning rate: `constant`, `linear`, `cosine`.
  public var schedule = "constant"
  /// Steps over which the learning rate rises to its peak.
  public var warmUp = 0
  /// The share of the peak at which a falling schedule ends.
  public var floor = 0.0
  /// Of the probing distance: `constant`, `linear`, `cosine`.
  public var epsilonSchedule = "constant"
  /// Of the queries: `constant`; `linear` or `cosine`, rising to the setting `queries` in the run.
  public var queriesSchedule = "constant"
  /// κ of `learningRate: auto`.
  public var kappa: Float = 0.1

  public init() {}

  /// Steps between measurements of the curvature.
  static let curvatureEvery = 20

  func applied(
    to optimizer: Optimizer, isAutomatic: Bool, of name: String
  ) throws(SettingsProblem) -> Optimizer {
    var optimizer = optimizer
    let rate = try Self.schedule(schedule, "schedule", warmUp: warmUp, floor: floor, of: name)
    // A distance of nothing would divide by zero.
    let distance = try Self.schedule(
      epsilonSchedule, "epsilonSchedule", warmUp: 0, floor: max(floor, 0.01), of: name)
    if isAutomatic { try optimizer.chooseRate(kappa: kappa, of: name) }
    optimizer.pace(rate: rate, distance: distance)
    if queriesSchedule != "constant" { try optimizer.raiseQueries(queriesSchedule, of: name) }
    return optimizer
  }

  private static func schedule(
    _ text: String, _ setting: String, warmUp: Int, floor: Double, of name: String
  ) throws(SettingsProblem) -> Schedule {
    guard warmUp >= 0 else {
      throw .outOfRange(
        setting: "warmUp", component: name, found: "\(warmUp)", wanted: "at least 0")
    }
    guard floor >= 0, floor <= 1 else {
      throw .outOfRange(setting: "floor", component: name, found: "\(floor)", wanted: "in 0 ... 1")
    }
    switch text {
    case "constant": return warmUp == 0 ? .constant : .warmUp(warmUp)
    case "linear": return .linear(warmUp: warmUp, floor: floor)
    case "cosine": return .cosine(warmUp: warmUp, floor: floor)
    default:
      throw .outOfRange(
        setting: setting, component: name, found: text, wanted: "constant, linear or cosine")
    }
  }
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
  mutating func raiseQueries(_ text: String, of name: String) throws(SettingsProblem) {
    guard let rise = RisingQueries.Rise(rawValue: text) else {
      throw .outOfRange(
        setting: "queriesSchedule", component: name, found: text,
        wanted: "constant, linear or cosine")
    }
    guard case .probes(let estimator, let recipe) = source,
      let counted = estimator as? any QueryCounted
    else {
      throw .outOfRange(
        setting: "queriesSchedule", component: name, found: text,
        wanted: "constant: it has no number of queries to choose")
    }
    source = .probes(RisingQueries(counted, rise), along: recipe)
  }

  /// Replaces the learning rate by κ over the measured curvature.
  mutating func chooseRate(kappa: Float, of name: String) throws(SettingsProblem) {
    func refusal(_ reason: String) -> SettingsProblem {
      .outOfRange(
        setting: "learningRate", component: name, found: "auto", wanted: "a number: " + reason)
    }
    guard kappa > 0, kappa.isFinite else {
      throw .outOfRange(setting: "kappa", component: name, found: "\(kappa)", wanted: "above 0")
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
