import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The process that holds a claim on a run, distinguished from a later one with the same number.
package struct Claimant: Hashable, Sendable {
  package var host: String
  package var process: Int32
  /// The boot and the clock tick at which the process started; empty where that is not known.
  package var start: String

  package init(host: String, process: Int32, start: String) {
    self.host = host
    self.process = process
    self.start = start
  }

  /// This process.
  package static var current: Claimant {
    let process = getpid()
    return Claimant(
      host: line(of: "/proc/sys/kernel/hostname") ?? ProcessInfo.processInfo.hostName,
      process: process, start: startMark(of: process) ?? "")
  }

  /// Whether the claimant may still be at work, as seen from `observer`.
  ///
  /// Nothing is known about processes of other hosts, so these count as alive.
  package func isAlive(seenFrom observer: Claimant) -> Bool {
    if host != observer.host { return true }
    if observer.start.isEmpty || start.isEmpty {
      return kill(process, 0) == 0 || errno == EPERM
    }
    return Self.startMark(of: process) == start
  }

  /// Boot identity and start tick of a process (proc(5), `stat` field 22); nil when it has ended.
  private static func startMark(of process: Int32) -> String? {
    guard
      let stat = line(of: "/proc/\(process)/stat"),
      // The name in parentheses may itself hold spaces and parentheses.
      let name = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[stat.index(after: name)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return (line(of: "/proc/sys/kernel/random/boot_id") ?? "") + "/" + fields[19]
  }

  private static func line(of path: String) -> String? {
    guard
      let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.readToEnd()
    else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
