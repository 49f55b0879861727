import Foundation
import Vocabulary

/// How a rate changes over the steps, as a factor of its peak.
public enum Schedule: Hashable, Sendable {
  case constant
  /// Linear warm-up over the first steps, then a straight line down to `floor` at the last.
  case linear(warmUp: Int = 0, steps: Int? = nil, floor: Double = 0)
  /// Linear warm-up over the first steps, then half a cosine down to `floor` at the last.
  case cosine(warmUp: Int = 0, steps: Int? = nil, floor: Double = 0)
  /// Linear warm-up over the first steps, then the peak.
  case warmUp(Int)
  /// Half a cosine from the peak at the first step down to `floor` at the last (AIM-ZO's ε).
  case cosineFromFirst(floor: Double)

  /// The factor at a step of a run; `steps` of nil are the run's.
  public func factor(at moment: Moment) -> Double {
    switch self {
    case .constant: return 1
    case .warmUp(let warmUp): return Self.rise(moment.step, warmUp) ?? 1
    case .linear(let warmUp, let steps, let floor):
      if let factor = Self.rise(moment.step, warmUp) { return factor }
      let done = Self.done(moment.step, warmUp, steps ?? moment.horizon)
      return floor + (1 - floor) * (1 - done)
    case .cosine(let warmUp, let steps, let floor):
      if let factor = Self.rise(moment.step, warmUp) { return factor }
      let done = Self.done(moment.step, warmUp, steps ?? moment.horizon)
      return floor + (1 - floor) * 0.5 * (1 + cos(.pi * done))
    case .cosineFromFirst(let floor):
      let done = Double(min(moment.step, moment.horizon) - 1) / Double(max(moment.horizon - 1, 1))
      return floor + (1 - floor) * 0.5 * (1 + cos(.pi * done))
    }
  }

  /// - Parameter step: 1, 2, …, of a schedule that knows its steps.
  public func factor(step: Int) -> Double { factor(at: Moment(step: step)) }

  private static func rise(_ step: Int, _ warmUp: Int) -> Double? {
    step <= warmUp ? Double(step) / Double(warmUp) : nil
  }

  private static func done(_ step: Int, _ warmUp: Int, _ steps: Int) -> Double {
    min(Double(step - warmUp) / Double(max(steps - warmUp, 1)), 1)
  }
}

extension Schedule {
  /// The schedules that a grid may name.
  public enum Form: String, SettingChoice {
    case constant, linear, cosine

    /// How a number rises in this form; nil when it does not.
    var rise: RisingQueries.Rise? {
      switch self {
      case .constant: nil
      case .linear: .linear
      case .cosine: .cosine
      }
    }
  }

  init(_ form: Form, warmUp: Int = 0, floor: Double = 0) {
    self =
      switch form {
      case .constant: warmUp == 0 ? .constant : .warmUp(warmUp)
      case .linear: .linear(warmUp: warmUp, floor: floor)
      case .cosine: .cosine(warmUp: warmUp, floor: floor)
      }
  }
}

/// A quantity with its schedule: a learning rate, a probing distance.
public struct Scheduled: Hashable, Sendable, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  /// The value where the schedule's factor is 1.
  public var peak: Float
  /// How it changes over the steps.
  public var schedule: Schedule

  /// A quantity that is constant when nothing is said.
  public init(_ peak: Float, _ schedule: Schedule = .constant) {
    self.peak = peak
    self.schedule = schedule
  }

  /// A constant, written as a number.
  public init(floatLiteral value: Float) { self.init(value) }
  /// A constant, written as a whole number.
  public init(integerLiteral value: Int) { self.init(Float(value)) }

  /// Its value at a step.
  public func value(at moment: Moment) -> Float { peak * Float(schedule.factor(at: moment)) }
}

/// How quantities change over a run: what a family makes its parts with.
///
/// A part takes its rate and its distance as a `Scheduled`, so that they are scheduled from the
/// moment when it is made, whichever part it is:
///
/// ```swift
/// let estimator = TwoSided(epsilon: schedules.distance(h.epsilon), queries: h.queries)
/// return Optimizer(
///   schedules.probes(estimator, along: Dense()), update: [schedules.descent(h.learningRate)])
/// ```
public struct Schedules: Hashable, Sendable {
  /// Of learning rates.
  public var rates: Schedule
  /// Of probing distances.
  public var distances: Schedule
  /// How the number of queries rises to the one that is given; nil is not at all.
  package var rise: RisingQueries.Rise?
  /// κ of a rate that is chosen during the run; nil where it is a number.
  package var kappa: Float?

  /// Everything is constant when nothing is said.
  package init(
    rates: Schedule = .constant, distances: Schedule = .constant,
    rise: RisingQueries.Rise? = nil, kappa: Float? = nil
  ) {
    self.rates = rates
    self.distances = distances
    self.rise = rise
    self.kappa = kappa
  }

  /// A learning rate.
  public func rate(_ peak: Float) -> Scheduled { Scheduled(peak, rates) }

  /// A probing distance; a method's own schedule comes before the run's.
  public func distance(_ peak: Float, own: Schedule = .constant) -> Scheduled {
    Scheduled(peak, own == .constant ? distances : own)
  }

  /// The rule that makes a step of the estimate: the last of a chain, as a rule.
  public func descent(_ peak: Float) -> any UpdateRule {
    guard let kappa else { return LearningRate(rate(peak)) }
    return CurvatureRate(kappa: kappa, schedule: rates)
  }

  /// Probes whose queries rise over the run, where that is wished and there is a number of them.
  public func probes(
    _ estimator: any Estimator, along recipe: any DirectionRecipe
  ) -> Optimizer.Source {
    guard let rise, let counted = estimator.counted else {
      return .probes(estimator, along: recipe)
    }
    return .probes(RisingQueries(counted, rise), along: recipe)
  }

  /// What an optimizer must offer that was made with these schedules: none is passed over.
  var needs: [Need] {
    var needs: [Need] = []
    if kappa != nil {
      needs.append(
        Need(.automaticRate, in: "learningRate", "a number: the rate is part of its method"))
    }
    if distances != .constant {
      needs.append(
        Need(.probingDistance, in: "epsilonSchedule", "constant: it has no distance to probe at"))
    }
    if rise != nil {
      needs.append(
        Need(
          .risingQueries, in: "queriesSchedule",
          "constant: it has no number of queries to choose"))
    }
    return needs
  }
}

/// How rates change over a run: settings that every optimizer has.
///
/// With `learningRate: auto` the rate is κ over the measured curvature along the estimates.
package struct Pacing: Settings {
  @Setting(.constant, "How the learning rate changes over the run.")
  package var schedule: Schedule.Form
  @Setting(0, .notNegative, "Over which the learning rate rises to its peak.", unit: "steps")
  package var warmUp: Int
  @Setting(0, .unit, "The share of the peak at which a falling schedule ends.")
  package var floor: Double
  @Setting(.constant, "How the probing distance changes over the run.")
  package var epsilonSchedule: Schedule.Form
  @Setting(.constant, "How the queries rise to the setting `queries` over the run.")
  package var queriesSchedule: Schedule.Form
  @Setting(0.1, .positive, "κ of the learning rate `auto`.") package var kappa: Float

  package init() {}

  /// What a family makes its parts with.
  func schedules(isAutomatic: Bool) -> Schedules {
    Schedules(
      rates: Schedule(schedule, warmUp: warmUp, floor: floor),
      // A distance of nothing would divide by zero.
      distances: Schedule(epsilonSchedule, floor: max(floor, 0.01)),
      rise: queriesSchedule.rise, kappa: isAutomatic ? kappa : nil)
  }

  static let names = Set(declarations.map(\.name))

  /// What an optimizer is made with to see whether a setting says anything to it; the others
  /// concern every learning rate.
  static let trials: [String: [String: SettingValue]] = [
    "epsilonSchedule": ["epsilonSchedule": .text(Schedule.Form.linear.rawValue)],
    "queriesSchedule": ["queriesSchedule": .text(Schedule.Form.linear.rawValue)],
    "kappa": ["learningRate": .text(automatic)],
  ]
}
