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
