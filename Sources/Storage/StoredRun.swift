import Experiments

/// An ended run with what only the database knows about it.
public struct StoredRun: Hashable, Sendable {
  public var result: RunResult
  /// Where it was measured; nil when nobody said.
  public var machine: Machine?
  /// ISO 8601, UTC.
  public var started: String
  public var finished: String

  public init(result: RunResult, machine: Machine?, started: String, finished: String) {
    self.result = result
    self.machine = machine
    self.started = started
    self.finished = finished
  }
}
