import Foundation

/// The process's peak resident size, which the ledger cannot see all of.
package enum ResidentSize {
  /// In bytes; 0 where the system does not say.
  package static var peakBytes: Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return 0
    }
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let number = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
    return number.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
  }
}
