/// A learning rate in a unit that is the same for every optimizer: the root mean square of a step's
/// update, relative to that of the weights that it moves.
///
/// A grid writes `learningRate: { relative: 1e-3 }`. At the begin of a trial, a calibration turns
/// it into a number, which the trial's point has beside it as `calibrated`.
package struct RelativeRate: Hashable, Sendable {
  /// The update's size in sizes of the weights, above 0.
  package var relative: Double
  /// The rate itself; nil before the calibration.
  package var calibrated: Double?

  package init(_ relative: Double, calibrated: Double? = nil) {
    self.relative = relative
    self.calibrated = calibrated
  }

  /// Nil for a value of another form, or a number that is not above 0.
  package init?(_ value: SettingValue) {
    guard case .map(let pairs) = value, let relative = pairs["relative"].flatMap(Self.number),
      Set(pairs.keys).isSubset(of: ["relative", "calibrated"])
    else { return nil }
    self.relative = relative
    if let calibrated = pairs["calibrated"] {
      guard let calibrated = Self.number(calibrated) else { return nil }
      self.calibrated = calibrated
    }
  }

  /// The rate as a grid or a trial's point writes it.
  package var value: SettingValue {
    var pairs = ["relative": SettingValue.number(relative)]
    if let calibrated { pairs["calibrated"] = .number(calibrated) }
    return .map(pairs)
  }

  private static func number(_ value: SettingValue) -> Double? {
    guard let number = Double(setting: value), number > 0, Float(number).isFinite else {
      return nil
    }
    return number
  }
}

extension [String: SettingValue] {
  /// The settings without what calibrations made of rates: what a search has chosen.
  package var uncalibrated: [String: SettingValue] {
    mapValues { RelativeRate($0).map { RelativeRate($0.relative).value } ?? $0 }
  }
}

/// A number of steps that authors write for a run of their own length.
public struct RunShare: Hashable, Sendable {
  /// The authors' number.
  public var own: Int
  /// The steps of their run.
  public var run: Int

  /// So many of a run of 20,000 steps, MeZO's, if no other is said.
  public init(_ own: Int, of run: Int = 20_000) {
    self.own = own
    self.run = run
  }

  /// As many of a run of `steps` as `own` are of the authors', at least one.
  public func steps(of steps: Int) -> Int { max(own.times(steps) / run, 1) }
}

extension RunShare: CustomStringConvertible {
  /// `50 of a run of 400`; thousands have a comma.
  public var description: String { "\(own) of a run of \(Self.grouped(run))" }

  private static func grouped(_ number: Int) -> String {
    guard number >= 1000 else { return String(number) }
    let rest = String(number % 1000)
    return "\(number / 1000)," + String(repeating: "0", count: 3 - rest.count) + rest
  }
}

extension ComponentDescription {
  /// What the settings that are shares of the run are in one of `steps`, for example
  /// `refresh 7`; empty where all are given.
  public func shares(_ settings: [String: SettingValue], ofRun steps: Int) -> [String] {
    declarations.compactMap { declaration in
      guard let share = declaration.ownShare,
        (settings[declaration.name] ?? declaration.initial) == .integer(0)
      else { return nil }
      return "\(declaration.name) \(share.steps(of: steps))"
    }
  }
}
