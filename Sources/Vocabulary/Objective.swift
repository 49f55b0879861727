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
