import Foundation

/// A process of the program that may be watched, signalled and waited for.
///
/// Output goes to files, so that no full pipe can hold the process up.
final class RunningProgram {
  private let process = Process()
  private let outFile: URL
  private let errFile: URL

  init(
    _ arguments: [String], in directory: Scratch, environment: [String: String] = [:]
  ) throws {
    let name = UUID().uuidString
    outFile = directory.url.appendingPathComponent("\(name).out")
    errFile = directory.url.appendingPathComponent("\(name).err")
    try Data().write(to: outFile)
    try Data().write(to: errFile)
    process.executableURL = try Program.executable()
    process.arguments = arguments
    process.currentDirectoryURL = directory.url
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: outFile)
    process.standardError = try FileHandle(forWritingTo: errFile)
    try process.run()
  }

  var isRunning: Bool { process.isRunning }
  var identifier: Int32 { process.processIdentifier }

  /// What stderr has so far.
  var errorText: String { Self.text(errFile) }

  /// Waits until stderr has `count` lines with `text`; false when the process ended before.
  func waits(for count: Int, linesWith text: String) -> Bool {
    while isRunning {
      let lines = errorText.split(separator: "\n").filter { $0.contains(text) }
      if lines.count >= count { return true }
      Thread.sleep(forTimeInterval: 0.002)
    }
    return false
  }

  /// Sends a signal, if the process still runs.
  func signal(_ number: Int32) { if isRunning { kill(process.processIdentifier, number) } }

  func finish() -> Program.Result {
    process.waitUntilExit()
    return Program.Result(
      status: process.terminationStatus, out: Self.text(outFile), err: errorText)
  }

  private static func text(_ file: URL) -> String {
    String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
  }
}
