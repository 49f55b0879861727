import Dispatch
import Foundation
import Synchronization
import Training

/// Turns the first Ctrl-C, SIGTERM or SIGHUP into a request to stop, the second into an end.
final class SignalTrap {
  private let sources: [any DispatchSourceSignal]

  init(_ interruption: Interruption) {
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if interruption.isRequested { _exit(128 + number) }
        interruption.request()
        Console.error("\nstopping after this step; once more to stop at once")
      }
      source.resume()
      return source
    }
  }

  func cancel() { sources.forEach { $0.cancel() } }
}
