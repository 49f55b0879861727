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
