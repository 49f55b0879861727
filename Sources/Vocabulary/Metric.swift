/// A number that a task reports about predictions.
public enum Metric: String, CaseIterable, Codable, Sendable {
  case accuracy
  case f1
  case exactMatch
  case loss
}

/// The parts of a task's data.
public enum Split: String, CaseIterable, Codable, Sendable {
  case train, dev, test
}
