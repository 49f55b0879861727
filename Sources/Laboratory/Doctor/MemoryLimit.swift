import Foundation
import Vocabulary

/// The least of the memory limits that a process has here, whoever set it.
package struct MemoryLimit: Hashable, Sendable {
  package var bytes: Int
  /// What sets it, in words.
  package var source: String

  /// That of the container or job, of `ulimit -v`, or of the machine.
  package static var least: MemoryLimit {
    let machine = MemoryLimit(
      bytes: Int(clamping: ProcessInfo.processInfo.physicalMemory), source: "this machine's memory")
    let others = [
      SystemFacts.memoryLimit.map {
        MemoryLimit(bytes: $0, source: "the memory limit of this container or job")
      },
      SystemFacts.addressLimit.map { MemoryLimit(bytes: $0, source: "the limit of 'ulimit -v'") },
    ]
    return others.compactMap { $0 }.reduce(machine) { $1.bytes < $0.bytes ? $1 : $0 }
  }

  /// What to tell of runs of which a process would take more than there is; nil when all fit.
  ///
  /// - Parameter forecasts: the exact forecasts of what their ledgers count.
  package func warning(
    forecasts: [Int], overhead: ResidentOverhead = .usual
  ) -> String? {
    let resident = forecasts.map { overhead.residentBytes(forecast: $0) }.filter { $0 > bytes }
    guard let most = resident.max() else { return nil }
    let room = max(0, bytes - overhead.bytes) >> 20
    return "\(resident.count) of the runs need up to \(most >> 20) MiB, \(source) is "
      + "\(bytes >> 20) MiB: the system may end the process; --memory-budget \(room)MiB divides their steps or "
      + "leaves them out"
  }
}
