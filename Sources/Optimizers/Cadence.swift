import Vocabulary

/// How often something is drawn anew.
///
/// Authors write steps of their own runs, mostly of 20,000: on a shorter run that is a share of it.
public enum Cadence: Hashable, Sendable {
  /// Before the first step.
  case once
  /// Before steps 1, 1 + n, 1 + 2n, ….
  case every(Int)
  /// Every so many steps of a run of 20,000, and in proportion of others, but at least every step.
  case share(Int)

  /// The steps of a setting, of which 0 stands for the authors' own as a share of the run.
  init(_ steps: Int, own: Int) { self = steps == 0 ? .share(own) : .every(steps) }

  /// Whether it is drawn before this step.
  public func isDue(at moment: Moment) -> Bool {
    guard let period = period(of: moment.horizon) else { return moment.step == 1 }
    return (moment.step - 1) % period == 0
  }

  /// How many of the steps it is due before.
  public func count(in stretch: Stretch) -> Int {
    guard let period = period(of: stretch.horizon) else {
      return stretch.steps.contains(1) ? 1 : 0
    }
    return stretch.beats(every: period)
  }

  /// The steps from one draw to the next in a run of so many; nil when there is one draw only.
  func period(of horizon: Int) -> Int? {
    switch self {
    case .once: nil
    case .every(let steps): steps
    case .share(let steps): RunShare.steps(steps, of: horizon)
    }
  }
}
