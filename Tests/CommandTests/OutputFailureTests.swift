import Foundation
import Testing

/// Results that cannot be written are a failure with a status, unless their reader went away.
@Suite("Output that cannot be written", .tags(.process))
struct OutputFailureTests {
  /// A shell's status of the program, as `PROGRAM` in the script, and what it said on stderr.
  private func shell(_ script: String, in scratch: Scratch) throws -> (status: Int32, err: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    let program = try Program.executable().path
    process.arguments = ["-c", script.replacing("PROGRAM", with: "'\(program)'")]
    process.currentDirectoryURL = scratch.url
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(
    "is status 74 where the disk is full",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func full() throws {
    for command in ["optimizers", "list", "tasks", "schema", "--help", "help run", "--version"] {
      let result = try shell("PROGRAM \(command) > /dev/full", in: Scratch())
      #expect(result.status == 74, "\(command): \(result.status)")
      #expect(result.err.split(separator: "\n").count == 1 && result.err.contains("stdout"))
    }
  }

  @Test("is status 0 where its reader went away")
  func closed() throws {
    let result = try shell(
      "PROGRAM schema | true; exit ${PIPESTATUS[0]}", in: Scratch())
    #expect(result.status == 0 && result.err.isEmpty)
  }

  @Test("leaves nothing of a folder that could not be written whole")
  func folders() throws {
    let scratch = try Scratch()
    // The log of so many steps is larger than the limit, what SQLite writes to read is not.
    let grid = SmallGrid.text("zo-sgd: { learningRate: 1e-4, steps: 1500 }")
    try scratch.write(grid.replacing("[ft]", with: "[head]"), to: "a.grid")
    #expect(try Program.run("run", "a.grid", "--db", "r.sqlite", "-q", in: scratch).status == 0)
    let export = "PROGRAM export out r.sqlite --to wandb"
    let cramped = try shell("ulimit -f 40; \(export)", in: scratch)
    #expect(cramped.status == 73 && cramped.err.contains("out: "), "\(cramped.err)")
    let names = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
    #expect(!names.contains { $0 == "out" || $0.hasPrefix(".out") }, "\(names)")
    let again = try shell(export, in: scratch)
    #expect(again.status == 0, "\(again.err)")
  }

  @Test("is said where a file may not grow")
  func limited() throws {
    let result = try shell("ulimit -f 1; PROGRAM schema > schema.json", in: Scratch())
    #expect(result.status == 74 && result.err.contains("stdout"), "\(result.status)")
  }
}
