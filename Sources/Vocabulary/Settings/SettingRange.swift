/// Which values of its kind a setting accepts.
public struct SettingRange: Hashable, Sendable {
  /// An end of an interval.
  public struct Bound: Hashable, Sendable {
    /// In the unit of the setting.
    public var value: Double
    /// Whether the value itself is accepted.
    public var isIncluded: Bool
  }

  /// The lower end of numbers; nil is none.
  public var lower: Bound?
  /// The upper end of numbers; nil is none.
  public var upper: Bound?
  /// Words that may stand for a number, such as `auto`.
  public var words: [String] = []
  /// Whether `{ relative: 1e-3 }` may stand for a number: a rate in units of the weights.
  public var isRelative = false
  /// The names that a text may be; empty when it may be any.
  public var choices: [String] = []
  /// What a name or a mapping of one name to its settings may name; empty for other kinds.
  public var parts: [ComponentDescription] = []
  /// The names of which a mapping may give one an amount above 0; empty for other kinds.
  public var amounts: [String] = []

  /// Every value of the kind; numbers must be finite.
  public static let any = SettingRange()
  /// Above 0.
  public static let positive = SettingRange(above: 0)
  /// At least 0.
  public static let notNegative = SettingRange(lower: Bound(value: 0, isIncluded: true))
  /// 0 ..< 1: a decay, a share that is left out.
  public static let decay = SettingRange(
    lower: Bound(value: 0, isIncluded: true), upper: Bound(value: 1, isIncluded: false))
  /// From 0 to 1, both included.
  public static let unit = SettingRange(0, through: 1)
  /// Above 0, at most 1: a share that is kept.
  public static let share = SettingRange(above: 0, through: 1)
  /// Above 0 and below 1.
  public static let inside = SettingRange(
    lower: Bound(value: 0, isIncluded: false), upper: Bound(value: 1, isIncluded: false))
  /// How many, from 1 to 4096: of queries, of a rank.
  public static let count = SettingRange.in(1...4096)
  /// How often, from 1 to 1,000,000 steps.
  public static let period = SettingRange.in(1...1_000_000)

  /// From the least to the largest, both included.
  public static func `in`(_ range: ClosedRange<Int>) -> SettingRange {
    SettingRange(Double(range.lowerBound), through: Double(range.upperBound))
  }

  /// `least` and above.
  public static func atLeast(_ least: Int) -> SettingRange {
    SettingRange(lower: Bound(value: Double(least), isIncluded: true))
  }

  /// Above 0, at most `most`.
  public static func positive(through most: Double) -> SettingRange {
    SettingRange(above: 0, through: most)
  }

  /// Only some of the names of an enumeration.
  public static func names(_ names: String...) -> SettingRange {
    var range = SettingRange()
    range.choices = names
    return range
  }

  /// A name of one of these, or a mapping of one name to its settings.
  public static func parts(_ parts: [ComponentDescription]) -> SettingRange {
    var range = SettingRange()
    range.parts = parts
    return range
  }

  /// A mapping of one of these names to an amount above 0, or an empty one.
  public static func amounts(_ names: [String]) -> SettingRange {
    var range = SettingRange()
    range.amounts = names
    return range
  }

  /// The same range, or one of these words.
  public func or(_ words: String...) -> SettingRange {
    var range = self
    range.words = words
    return range
  }

  /// The same range, or a number relative to the weights.
  public var orRelative: SettingRange {
    var range = self
    range.isRelative = true
    return range
  }

  private init(lower: Bound? = nil, upper: Bound? = nil) {
    self.lower = lower
    self.upper = upper
  }

  private init(above low: Double, through high: Double? = nil) {
    lower = Bound(value: low, isIncluded: false)
    upper = high.map { Bound(value: $0, isIncluded: true) }
  }

  private init(_ low: Double, through high: Double) {
    lower = Bound(value: low, isIncluded: true)
    upper = Bound(value: high, isIncluded: true)
  }
}

extension SettingRange {
  /// Whether the value, which is of the setting's kind, is accepted.
  func contains(_ value: SettingValue) -> Bool {
    switch value {
    case .integer(let value): contains(Double(value))
    case .number(let value): contains(value)
    case .text(let text): choices.isEmpty || choices.contains(text) || words.contains(text)
    case .map(let pairs):
      (!isRelative || RelativeRate(value) != nil) && (amounts.isEmpty || isAmount(pairs))
    case .boolean, .list: true
    }
  }

  private func isAmount(_ pairs: [String: SettingValue]) -> Bool {
    pairs.count < 2
      && pairs.allSatisfy { name, value in
        amounts.contains(name) && Double(setting: value).map { $0 > 0 && $0.isFinite } == true
      }
  }

  /// In single precision too, in which kernels use the numbers: 1e-50 is not above 0 there.
  private func contains(_ value: Double) -> Bool {
    Float(value).isFinite
      && (lower?.isBelow(value, Float(value)) ?? true)
      && (upper?.isAbove(value, Float(value)) ?? true)
  }

  /// What a number must be: `in 0 ..< 1`, `finite and above 0`; names are listed.
  func wanted(isWhole: Bool) -> String {
    guard choices.isEmpty else { return Self.alternatives(choices) }
    guard amounts.isEmpty else {
      return Self.alternatives(amounts.map { "{ \($0): number }" }) + ", above 0"
    }
    let others = words + (isRelative ? ["{ relative: number }"] : [])
    return ([interval(isWhole: isWhole)] + others).joined(separator: ", or ")
  }

  private func interval(isWhole: Bool) -> String {
    let finite = isWhole ? "" : "finite and "
    switch (lower, upper) {
    case (nil, nil): return isWhole ? "any integer" : "finite"
    case (let low?, nil): return finite + (low.isIncluded ? "at least \(low)" : "above \(low)")
    case (nil, let high?): return finite + (high.isIncluded ? "at most \(high)" : "below \(high)")
    case (let low?, let high?):
      if low.isIncluded { return "in \(low) \(high.isIncluded ? "..." : "..<") \(high)" }
      return "above \(low), " + (high.isIncluded ? "at most \(high)" : "below \(high)")
    }
  }

  /// `a, b or c`.
  package static func alternatives(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension SettingRange.Bound: CustomStringConvertible {
  /// The number as messages write it.
  public var description: String { SettingValue.number(value).description }

  fileprivate func isBelow(_ number: Double, _ single: Float) -> Bool {
    isIncluded
      ? number >= value && single >= Float(value) : number > value && single > Float(value)
  }

  fileprivate func isAbove(_ number: Double, _ single: Float) -> Bool {
    isIncluded
      ? number <= value && single <= Float(value) : number < value && single < Float(value)
  }
}
