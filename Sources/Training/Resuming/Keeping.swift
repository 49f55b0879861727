import Foundation
import Vocabulary

/// How unfinished trials are kept, so that a process that is killed loses little.
///
/// Steps that a log holds go to the store; for others weights and state go to a file.
package struct Keeping: Sendable {
  /// Seconds of training between two checkpoints; the log is kept at least every two seconds.
  package var interval: Double
  /// Where checkpoints are written; nil is nowhere, so that such trials begin again.
  package var directory: URL?
  /// Whether checkpoints are read and another process writes them.
  package var isReadOnly = false

  package init(interval: Double = 60, directory: URL? = nil) {
    self.interval = interval
    self.directory = directory
  }

  func checkpoint(_ identity: Identity, trial: Int) -> TrialCheckpoint? {
    directory.map { TrialCheckpoint(in: $0, identity, trial: trial) }
  }

  /// Removes the directory when nothing is in it.
  func tidy() {
    if let directory, !isReadOnly { rmdir(directory.path(percentEncoded: false)) }
  }
}

/// How one trial is kept, and what an earlier process has left of it.
package struct TrialKeeper {
  var interval = 60.0
  /// Its log in the store.
  var found: TrialProgress?
  /// Its file, for steps that no log holds.
  var checkpoint: TrialCheckpoint?
  /// Whether the file is another process's to write.
  var isReadOnly = false

  package init() {}

  /// Seconds between two writes.
  func interval(logged: Bool) -> Double { logged ? min(interval, 2) : interval }
}
