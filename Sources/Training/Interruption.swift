import Synchronization

/// A request to stop, set from a signal handler or another thread and looked at every step.
package final class Interruption: Sendable {
  private let flag = Atomic(false)

  private let other: (@Sendable () -> Bool)?

  /// - Parameter other: another reason to stop, asked for each time.
  package init(or other: (@Sendable () -> Bool)? = nil) { self.other = other }

  package var isRequested: Bool { flag.load(ordering: .relaxed) || other?() ?? false }
  package func request() { flag.store(true, ordering: .relaxed) }
}

/// The end of a trial that was asked to stop.
struct Interrupted: Error {}
