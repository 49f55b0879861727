import Vocabulary

/// The choice that development data made among trials: the key to the test examples.
///
/// It comes from finished trials only, cannot be copied, and is used up where the test examples are
/// read: so a run looks at them after its last choice, and once.
struct Chosen: ~Copyable {
  /// The index of the trial whose best weights are tested.
  let trial: Int

  private init(trial: Int) { self.trial = trial }

  /// Nil when no trial completed.
  static func among(_ trials: [TrialResult]) -> Chosen? {
    index(among: trials).map { Chosen(trial: $0) }
  }

  /// The trial with the best development score; a diverged trial never wins.
  static func index(among trials: [TrialResult]) -> Int? {
    let usable = trials.indices.filter {
      trials[$0].outcome == .completed && trials[$0].best != nil
    }
    func rank(_ index: Int) -> (Double, Double) {
      let best = trials[index].best
      return (best?.score ?? 0, -(best?.loss ?? .infinity))
    }
    return usable.reversed().max { rank($0) < rank($1) }
  }
}
