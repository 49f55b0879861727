import Foundation

/// The built executable, run as a process of its own.
enum Program {
  /// What a finished process said.
  struct Result {
    var status: Int32
    var out: String
    var err: String
  }

  /// The executable that the package's build left beside the test bundle.
  static func executable() throws -> URL {
    let bundles = Bundle.allBundles.map(\.bundleURL) + [Bundle.main.bundleURL]
    let runner = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
    let places = (bundles + [runner]).flatMap { [$0, $0.deletingLastPathComponent()] }
    let candidates = places.map { $0.appendingPathComponent("zobench") }
    guard let found = candidates.first(where: isExecutable) else {
      throw Missing(looked: candidates.map(\.path))
    }
    return found
  }

  /// Runs the program to its end.
  static func run(
    _ arguments: String..., in directory: Scratch, environment: [String: String] = [:]
  ) throws -> Result {
    try run(arguments, in: directory, environment: environment)
  }

  static func run(
    _ arguments: [String], in directory: Scratch, environment: [String: String] = [:]
  ) throws -> Result {
    let running = try RunningProgram(arguments, in: directory, environment: environment)
    return running.finish()
  }

  /// A shell's status of a script in which PROGRAM stands for the program, and what it said.
  static func shell(_ script: String, in scratch: Scratch) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script.replacing("PROGRAM", with: "'\(try executable().path)'")]
    process.currentDirectoryURL = scratch.url
    // Files, so that no full pipe can hold the process up.
    let files = ["out", "err"].map { scratch.url.appending(path: "said.\($0)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let said = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Result(status: process.terminationStatus, out: said[0], err: said[1])
  }

  private static func isExecutable(_ url: URL) -> Bool {
    let values = try? url.resourceValues(forKeys: [.isRegularFileKey])
    return values?.isRegularFile == true
      && FileManager.default.isExecutableFile(atPath: url.path)
  }

  struct Missing: Error, CustomStringConvertible {
    var looked: [String]
    var description: String { "no zobench among \(looked); does the test target depend on it?" }
  }
}
