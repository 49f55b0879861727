import Vocabulary

/// An ended run with what only the database knows about it.
package struct StoredRun: Hashable, Sendable {
  package var result: RunResult
  /// Where it was measured; nil when nobody said.
  package var machine: Machine?
  /// ISO 8601, UTC.
  package var started: String
  package var finished: String

  package init(result: RunResult, machine: Machine?, started: String, finished: String) {
    self.result = result
    self.machine = machine
    self.started = started
    self.finished = finished
  }
}
