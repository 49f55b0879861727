/// What the training loss of a task is made of.
package enum Objective: String, Hashable, Codable, Sendable {
  /// Cross-entropy over the candidates' mean log-probabilities per scored token.
  case classification
  /// Next-token cross-entropy of the right candidate's scored tokens, all weighing the same.
  case language
  /// One minus the accuracy over the candidates of a batch; it has no gradient.
  case accuracy
  /// One minus the mean F1 of the answers that are generated for a batch; it has no gradient.
  case f1

  /// Whether it can be trained with gradients.
  package var isDifferentiable: Bool { self == .classification || self == .language }
}

/// What a run minimizes, as its settings name it.
package enum Goal: String, SettingChoice {
  /// The task's own loss.
  case loss
  /// One minus the accuracy of the batch.
  case accuracy
  /// One minus the mean F1 of the batch's answers.
  case f1

  /// What training minimizes on a task with a loss of its own.
  package func objective(of task: Objective) -> Objective {
    switch self {
    case .loss: task
    case .accuracy: .accuracy
    case .f1: .f1
    }
  }
}

/// A number that a task reports about predictions.
package enum Metric: String, CaseIterable, Codable, Sendable {
  case accuracy
  case f1
  case exactMatch
  case loss
}

/// The parts of a task's data.
package enum Split: String, CaseIterable, Codable, Sendable {
  case train, dev, test
}

/// How the scores of candidates are calibrated.
///
/// Surface-form calibration (SFC) scores an option by its summed log-probability after the whole
/// prompt, from which that after the prompt without its input is subtracted (Holtzman et al. 2021,
/// arXiv 2104.08315).
package enum Calibration: String, SettingChoice {
  /// Mean log-probabilities, as they are.
  case none
  /// Demonstrations stand before the prompt alone.
  case sfc
  /// Demonstrations stand before both texts.
  case withDemonstrations = "icl-sfc"
}

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
