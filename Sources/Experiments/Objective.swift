/// What the training loss of a task is made of.
public enum Objective: String, Hashable, Codable, Sendable {
  /// Cross-entropy over the candidates' mean log-probabilities per scored token.
  case classification
  /// Next-token cross-entropy of the right candidate's scored tokens, all weighing the same.
  case language
}
