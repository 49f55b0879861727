import Dispatch
import Foundation
import Synchronization
import Training

/// Turns the first Ctrl-C, SIGTERM or SIGHUP into a request to stop, the second into an end.
final class SignalTrap {
  private let sources: [any DispatchSourceSignal]

  /// - Parameter tell: prints the answer to the first signal.
  init(
    _ interruption: Interruption,
    tell: @escaping @Sendable (String) -> Void = { Console.error("\n" + $0) }
  ) {
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if interruption.isRequested { _exit(128 + number) }
        interruption.request()
        tell("stopping after this step; press Ctrl-C again to stop at once")
      }
      source.resume()
      return source
    }
  }

  func cancel() { sources.forEach { $0.cancel() } }
}
