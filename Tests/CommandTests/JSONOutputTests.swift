import Foundation
import Testing

/// Every command that reads has `--json`, and what it prints is JSON.
@Suite(.tags(.process)) struct JSONOutputTests {
  private static let reading =
    [
      "list", "models", "inspect", "optimizers", "plan", "report", "show", "compare", "verify",
      "status", "advise", "diagnose", "bench", "score",
    ].map { [$0] } + [["tasks", "show"], ["tasks", "list"]]

  @Test(arguments: reading) func readingCommandsHaveTheFlag(_ command: [String]) throws {
    let scratch = try Scratch()
    let help = try RunningProgram(["help"] + command, in: scratch).finish()
    #expect(help.status == 0 && help.out.contains("--json"), "\(help.out)\(help.err)")
  }

  @Test(arguments: [
    ["list", "--json"], ["models", "--json"], ["tasks", "--json"], ["optimizers", "--json"],
    ["tasks", "show", "mini-sst2", "--json"], ["inspect", "tiny-opt", "--json"],
    ["plan", "a.grid", "--json"],
  ])
  func whatIsPrintedIsJSON(_ arguments: [String]) throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder), to: "a.grid")
    let result = try RunningProgram(arguments, in: scratch).finish()
    #expect(result.status == 0, "\(result.err)")
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(result.out.utf8))
    }
  }
}
