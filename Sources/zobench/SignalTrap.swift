import ArgumentParser
import Dispatch
import Foundation
import Synchronization
import Training

/// Turns Ctrl-C, what schedulers send (TERM, HUP, USR1, USR2), and the end of the processor time
/// that a process may use (XCPU) into a request to stop.
///
/// They all mean: keep what there is, and stop. As long as there is nothing to keep, the program
/// ends at once, with the same status. A second Ctrl-C ends it whatever it does; other signals may
/// come twice, from a scheduler and from its script.
final class SignalTrap {
  /// What a signal interrupts; nil while there is nothing to keep.
  private final class Work: Sendable {
    struct Started {
      var interruption: Interruption
      var tell: @Sendable (String) -> Void
    }

    let started = Mutex<Started?>(nil)

    func stop(_ number: Int32) {
      guard let work = started.withLock({ $0 }) else { _exit(RunExit.interrupted.rawValue) }
      guard !work.interruption.isRequested else {
        if number == SIGINT { _exit(128 + number) }
        return
      }
      work.interruption.request()
      work.tell("stopping after this step or batch; press Ctrl-C again to stop at once")
    }
  }

  private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU]

  private let work = Work()
  private let sources: [any DispatchSourceSignal]

  init() {
    // A queue of its own has a thread even when all others compute.
    let queue = DispatchQueue(label: "zobench.signals")
    sources = Self.numbers.map { [work] number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { work.stop(number) }
      source.resume()
      return source
    }
  }

  /// - Parameter tell: prints the answer to the first signal.
  convenience init(
    _ interruption: Interruption,
    tell: @escaping @Sendable (String) -> Void = { Console.error("\n" + $0) }
  ) {
    self.init()
    hand(over: interruption, tell: tell)
  }

  /// From now on there is something to keep: signals request an interruption.
  func hand(over interruption: Interruption, tell: @escaping @Sendable (String) -> Void) {
    work.started.withLock { $0 = Work.Started(interruption: interruption, tell: tell) }
  }

  func cancel() { sources.forEach { $0.cancel() } }
}
