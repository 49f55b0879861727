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
  /// Boot, namespace of process numbers, and the clock tick at which the process started, with
  /// slashes between; empty where that is not known.
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
      process: process, start: tick(of: process).map { space + "/" + $0 } ?? "")
  }

  /// What one process can find out about another.
  package enum Life: Hashable, Sendable {
    case alive, dead
    /// It is on another host, or behind a wall on this one: its lease decides.
    case unseen
  }

  /// Whether the claimant is at work, as seen from `observer`.
  package func life(seenFrom observer: Claimant) -> Life {
    guard host == observer.host else { return .unseen }
    if start.isEmpty && observer.start.isEmpty {
      return kill(process, 0) == 0 || errno == EPERM ? .alive : .dead
    }
    // The same number means another process after a reboot, in a container, or on a machine that
    // has this one's name.
    guard let space = space, space == observer.space else { return .unseen }
    return Self.tick(of: process).map { start == space + "/" + $0 } ?? false ? .alive : .dead
  }

  /// Where process numbers mean the same processes; nil where that is not known.
  private var space: Substring? {
    start.lastIndex(of: "/").map { start[..<$0] }
  }

  private static var space: String {
    let boot = line(of: "/proc/sys/kernel/random/boot_id") ?? ""
    let numbers = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    return boot + "/" + (numbers ?? "")
  }

  /// Start tick of a process (proc(5), `stat` field 22); nil when it has ended.
  private static func tick(of process: Int32) -> String? {
    guard
      let stat = line(of: "/proc/\(process)/stat"),
      // The name in parentheses may itself hold spaces and parentheses.
      let name = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[stat.index(after: name)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return String(fields[19])
  }

  private static func line(of path: String) -> String? {
    guard
      let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.readToEnd()
    else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
