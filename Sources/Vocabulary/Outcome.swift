/// How a trial or a run ended.
///
/// Failure is data: every ended run has a row.
package enum Outcome: Hashable, Codable, Sendable {
  case completed
  /// A loss was not finite at `step`; `lastFiniteLoss` is the loss before it.
  case diverged(step: Int, lastFiniteLoss: Double?)
  /// The forecast or an allocation passed the memory limit, in bytes.
  case outOfMemory(needed: Int, limit: Int)
  case failed(message: String)
  case interrupted

  /// Whether a problem that is none of its numbers ended it.
  package var isFailure: Bool {
    if case .failed = self { true } else { false }
  }

  /// The stable name that databases and reports use.
  package var name: String {
    switch self {
    case .completed: "completed"
    case .diverged: "diverged"
    case .outOfMemory: "outOfMemory"
    case .failed: "failed"
    case .interrupted: "interrupted"
    }
  }

  /// One line for people; empty when there is nothing to add to the name.
  package var detail: String {
    switch self {
    case .completed, .interrupted: ""
    case .diverged(let step, let loss):
      "at step \(step)" + (loss.map { ", last finite loss \($0)" } ?? "")
    case .outOfMemory(let needed, let limit): "needs \(needed) bytes, the limit is \(limit)"
    case .failed(let message): message
    }
  }

  /// Whether a later run should leave this one alone: interrupted and failed runs are run again.
  package var isFinal: Bool {
    switch self {
    case .completed, .diverged, .outOfMemory: true
    case .failed, .interrupted: false
    }
  }
}
