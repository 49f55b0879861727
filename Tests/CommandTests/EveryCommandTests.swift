import Foundation
import Testing

/// Every command that `--help` lists is started by a test of this folder.
@Suite(.tags(.process)) struct EveryCommandTests {
  @Test func noCommandIsWithoutATest() throws {
    let help = try Program.run("--help", in: Scratch()).out
    // They stand in groups, each under a heading, after the options.
    let list = try #require(help.components(separatedBy: "OPTIONS:").dropFirst().first)
    let commands = list.matches(of: /\n  ([a-z]+(?:-[a-z]+)*)\s/).map { String($0.1) }
    #expect(commands.count > 20)
    let tests = try Self.texts()
    let untested = commands.filter { command in
      !tests.contains { Self.starts(command, in: $0) }
    }
    #expect(untested.isEmpty, "commands without a test: \(untested)")
  }

  /// A search that is content with anything would be no check.
  @Test func aCommandThatNoTestStartsIsFound() throws {
    #expect(try Self.texts().allSatisfy { !Self.starts("frob-" + "nicate", in: $0) })
  }

  private static func texts() throws -> [String] {
    let folder = PackageRoot.url.appendingPathComponent("Tests/CommandTests")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
  }

  /// Whether the text has the name as the first argument of a program that is run.
  private static func starts(_ command: String, in text: String) -> Bool {
    ["Program.run(", "RunningProgram(", "RunningProgram(["].contains { call in
      text.components(separatedBy: call).dropFirst().contains {
        $0.drop(while: \.isWhitespace).hasPrefix("\"\(command)\"")
      }
    }
  }
}
