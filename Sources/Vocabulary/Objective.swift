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
