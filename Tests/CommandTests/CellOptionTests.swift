import Foundation
import Testing

/// What decides which cells a grid has means the same to every command that reads a grid.
@Suite("Options about cells", .tags(.process))
struct CellOptionTests {
  static let commands = ["run", "plan", "status", "verify", "advise", "submit"]

  @Test("have the same names in all commands")
  func names() throws {
    let declared = try DeclaredCommands.all()
    let options = ["--data", "--set", "--model", "--only", "--memory-budget", "--compute"]
    for command in Self.commands {
      let spellings = try #require(declared[command]).flatMap(\.spellings)
      #expect(Set(options).isSubset(of: spellings), "\(command)")
    }
    // A command that has one of those that are about grids alone has them all.
    // 'inspect' divides the steps of one model, not of a grid's cells.
    for (command, arguments) in declared where command != "inspect" {
      let has = arguments.flatMap(\.spellings).contains("--memory-budget")
      #expect(has == Self.commands.contains(command), "\(command)")
    }
  }

  @Test(
    "choose the same cells for plan, status and verify",
    arguments: [
      ["--only", "optimizer=zo-*"], ["--set", "seeds=0,1,2"], ["--set", "steps=6"],
      ["--memory-budget", "11MiB"], ["--model", "tiny-llama"],
    ])
  func cells(options: [String]) throws {
    let scratch = try Scratch()
    try scratch.write(
      SmallGrid.text(SmallGrid.firstOrder, SmallGrid.zerothOrder, SmallGrid.adam), to: "a.grid")
    func run(_ words: [String]) throws -> Program.Result {
      try Program.run(words + options, in: scratch)
    }
    let ran = try run(["run", "a.grid", "--db", "r.sqlite", "-q"])
    #expect(ran.status == 0 || ran.status == 3, "\(ran.err)")
    let planned = try run(["plan", "a.grid", "r.sqlite", "--json"])
    #expect(!planned.out.contains("\"new\""), "\(planned.out)")
    let status = try run(["status", "r.sqlite", "--grid", "a.grid", "--json"])
    let fields = try JSONSerialization.jsonObject(with: Data(status.out.utf8)) as? [String: Any]
    let grid = try #require(fields?["grid"] as? [String: Any], "\(status.err)")
    #expect(grid["open"] as? Int == 0, "\(status.out)")
    #expect(grid["done"] as? Int == planned.out.components(separatedBy: "\"done\"").count - 1)
    let verified = try run(["verify", "r.sqlite", "--grid", "a.grid"])
    #expect(verified.status == 0, "\(verified.out)\(verified.err)")
  }

  @Test(
    "are refused where they contradict each other or are empty",
    arguments: [
      ["--set", "steps=3", "--set", "steps=5"], ["--set", "seeds=0", "--set", "seeds=1"],
      ["--compute", "f32", "--set", "compute=bf16"], ["--set", "seeds="], ["--set", "seeds=0,,1"],
      ["--model", ""],
    ])
  func contradictions(options: [String]) throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.zerothOrder), to: "a.grid")
    let result = try Program.run(["plan", "a.grid"] + options, in: scratch)
    #expect(result.status == 64 && result.out.isEmpty, "\(result.status) \(result.err)")
    #expect(result.err.contains(options[0]), "\(result.err)")
  }

  @Test("are refused where no grid is named")
  func withoutGrid() throws {
    for command in ["status", "verify"] {
      let result = try Program.run([command, "r.sqlite", "--only", "seed=0"], in: Scratch())
      #expect(result.status == 64 && result.err.contains("--grid"), "\(result.err)")
    }
  }
}
