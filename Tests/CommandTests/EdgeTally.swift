import Foundation

/// What the calls of one command came to, for the table of `scripts/option-edges`.
struct EdgeTally {
  /// The folder that a tally is written into, if there is to be a table.
  private static let folder = ProcessInfo.processInfo.environment["ZOBENCH_EDGE_TABLE"]

  let command: String
  /// Options and arguments that take a value.
  var options = 0
  private var calls = 0
  private var statuses: [Int32: Int] = [:]
  /// The most lines that say what is wrong, without the parser's help and usage.
  private var lines = 0

  init(_ command: String) { self.command = command }

  mutating func add(_ result: Program.Result) {
    calls += 1
    statuses[result.status, default: 0] += 1
    guard result.status != 0 else { return }
    let told = result.err.split(separator: "\n").prefix { line in
      !["Help:", "Usage:", "  See "].contains { line.hasPrefix($0) }
    }
    lines = max(lines, told.count)
  }

  /// One line: command, options, calls, lines, and each status with its number, parted by tabs.
  func write() throws {
    guard let folder = Self.folder else { return }
    let counts = statuses.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let cells = [command, "\(options)", "\(calls)", "\(lines)"] + counts
    let name = command.replacingOccurrences(of: " ", with: "-") + ".tsv"
    try Data((cells.joined(separator: "\t") + "\n").utf8)
      .write(to: URL(fileURLWithPath: folder).appendingPathComponent(name))
  }
}
