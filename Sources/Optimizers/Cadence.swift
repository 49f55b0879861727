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

  public func isDue(at moment: Moment) -> Bool {
    switch self {
    case .once: moment.step == 1
    case .every(let steps): (moment.step - 1) % steps == 0
    case .share(let steps): (moment.step - 1) % max(steps * moment.horizon / 20_000, 1) == 0
    }
  }
}
