import Training
import Vocabulary

/// What a limit of the address space (`ulimit -v`) leaves, and what is refused below it.
///
/// Below some limit every library may end a process without a word, so a process looks before it
/// begins, and a run before its first cell.
enum AddressLimit {
  /// What a command needs beside what it holds for itself: stacks, the database, texts.
  private static let slack = 64 << 20
  /// What each thread needs beside.
  private static let stack = 9 << 20

  /// A sentence when there is too little for any command; nil when there is enough, or no limit.
  static func shortage() -> String? {
    guard let left = Machine.addressRoom, left < slack else { return nil }
    return "\(left >> 20) MiB of address space are left; at least \(slack >> 20) are needed "
      + "(ulimit -v)"
  }

  /// Makes sure of what so many threads need.
  ///
  /// - Throws: the status of what is denied, after one line.
  static func reserve(threads: Int) throws {
    guard let left = Machine.addressRoom else { return }
    let count = "\(threads) thread\(threads == 1 ? "" : "s")"
    let need = threads * stack + slack
    guard left < need else { return }
    try deny(
      "\(left >> 20) MiB of address space are left, and \(count) need \(need >> 20)")
  }

  /// - Parameters:
  ///   - forecasts: bytes of what is to be run.
  ///   - jobs: how many of them run at a time.
  /// - Throws: the status of what is denied, after one line, where they do not fit.
  static func check(_ forecasts: [Int], jobs: Int, threads: Int) throws {
    guard let left = Machine.addressRoom, !forecasts.isEmpty else { return }
    let need = forecasts.sorted(by: >).prefix(jobs).reduce(threads * stack + slack, +)
    guard need > left else { return }
    try deny(
      "the runs need up to \(need >> 20) MiB of address space, of which \(left >> 20) MiB are left")
  }

  private static func deny(_ text: String) throws -> Never {
    Console.error(
      "zobench: \(text); raise the limit (ulimit -v), or use fewer threads, jobs or "
        + "--memory-budget")
    throw RunExit.denied
  }
}
