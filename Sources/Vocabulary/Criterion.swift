/// What of the development data chooses among trials, and among a trial's checkpoints.
package enum Criterion: String, SettingChoice {
  /// The task's score, the loss where scores are equal.
  case score
  /// The mean loss, the score where losses are equal.
  case loss
}

extension DevPoint {
  /// The larger, the better; a loss that was not finite is worst.
  package func rank(by criterion: Criterion) -> (Double, Double) {
    let descent = -(loss ?? .infinity)
    return criterion == .score ? (score, descent) : (descent, score)
  }
}

extension TrialResult {
  /// The best development point; its weights are the trial's checkpoint.
  package func best(by criterion: Criterion) -> DevPoint? {
    dev.max { $0.rank(by: criterion) < $1.rank(by: criterion) }
  }

  /// Whether it may be chosen: a diverged trial never is.
  package var isUsable: Bool { outcome == .completed && !dev.isEmpty }
}

extension RunResult {
  /// What chooses among its trials.
  package var criterion: Criterion { cell.cell.run.selectBy }
}
