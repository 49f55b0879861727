import Foundation

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
