import Foundation
import Vocabulary

/// One thing that this machine has or lacks, and what to do.
package struct HealthCheck: Codable, Sendable {
  /// How it stands.
  package enum State: String, Codable, Sendable {
    case good, warning, absent
  }

  package var name: String
  package var state: State
  /// What was found.
  package var found: String
  /// What to do; nil when nothing need be done.
  package var remedy: String?

  init(_ name: String, _ found: String) {
    (self.name, state, self.found) = (name, .good, found)
  }

  init(_ name: String, _ state: State, _ found: String, remedy: String) {
    (self.name, self.state, self.found, self.remedy) = (name, state, found, remedy)
  }
}

/// What can be read of the system without running anything.
enum SystemFacts {
  static func text(_ path: String) -> String? {
    (try? String(contentsOfFile: path, encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Bytes that are free for processes, by Linux's own estimate.
  static var availableMemory: Int? {
    let line = text("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable") }
    let kibibytes = line?.split(separator: " ").compactMap { Int($0) }.first
    return kibibytes.map { $0 * 1024 }
  }

  /// The memory limit of the container or job, by either version of cgroups.
  static var memoryLimit: Int? {
    let places = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    let limits = places.compactMap { text($0).flatMap { Int($0) } }
    return limits.first { $0 < Int(ProcessInfo.processInfo.physicalMemory) }
  }

  /// Cores that the container or job may use, as `cpu.max` says.
  static var coreLimit: Double? {
    let parts = (text("/sys/fs/cgroup/cpu.max") ?? "").split(separator: " ")
    guard parts.count == 2, let quota = Double(parts[0]), let period = Double(parts[1]),
      period > 0
    else { return nil }
    return quota / period
  }

  /// `ulimit -v`; nil without one.
  static var addressLimit: Int? {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(9)  // RLIMIT_AS
    #else
      let resource = RLIMIT_AS
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < UInt64(Int.max) else { return nil }
    return Int(limit.rlim_cur)
  }

  /// Bytes that are free where a file would be written.
  static func freeDisk(at path: String) -> Int? {
    let facts = try? FileManager.default.attributesOfFileSystem(forPath: path)
    return (facts?[.systemFreeSize] as? NSNumber)?.intValue
  }

  /// Where a program is, by PATH.
  static func program(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

/// The least of the memory limits that a process has here, whoever set it.
package struct MemoryLimit: Hashable, Sendable {
  package var bytes: Int
  /// What sets it, in words.
  package var source: String

  package init(bytes: Int, source: String) { (self.bytes, self.source) = (bytes, source) }

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
      + "\(bytes >> 20) MiB: the system may end the process; --memory-budget "
      + "\(room)MiB divides their steps or leaves them out"
  }
}
