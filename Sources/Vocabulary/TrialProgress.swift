/// How far a trial has come: what another process needs to go on with it.
public struct TrialProgress: Hashable, Sendable {
  /// The trial so far; its curve is in the log.
  public var result: TrialResult
  /// The byte of the step log at which `log` begins.
  public var start: Int
  /// The step log from there on.
  public var log: [UInt8]

  public init(result: TrialResult, start: Int = 0, log: [UInt8]) {
    self.result = result
    self.start = start
    self.log = log
  }
}
