import Synchronization

/// A request to stop, set from a signal handler or another thread and looked at every step.
package final class Interruption: Sendable {
  private let flag = Atomic(false)

  package init() {}

  package var isRequested: Bool { flag.load(ordering: .relaxed) }
  package func request() { flag.store(true, ordering: .relaxed) }
}

/// The end of a trial that was asked to stop.
struct Interrupted: Error {}
