import Foundation
import Testing

/// Every option and argument of every command, as the program itself declares them, with values at
/// and beyond the edges of what any of them takes.
///
/// What a command refuses is told in one line with a documented status; nothing traps, and nothing
/// ends with status 1.
@Suite("Edges of options", .tags(.process))
struct OptionEdgeTests {
  /// A small call of each command that changes nothing and trains next to nothing.
  static let calls: [String: [String]] = [
    "init": ["x"], "plan": ["a.grid"], "run": ["a.grid", "--dry-run"],
    "submit": ["a.grid", "--dir", "jobs", "--dry-run"], "status": ["r.sqlite"],
    "collect": ["r.sqlite"], "report": ["r.sqlite"], "show": ["a", "r.sqlite"],
    "compare": ["r.sqlite", "r.sqlite"], "export": ["out", "r.sqlite", "--to", "lm-eval"],
    "verify": ["r.sqlite"], "replay": ["a", "r.sqlite", "--out", "w"], "list": [], "models": [],
    "optimizers": [], "tasks list": [], "tasks show": ["mini-sst2"], "inspect": ["tiny-opt"],
    "advise": ["--memory", "8GiB", "--model", "tiny-opt"], "import-sweep": ["a.csv"],
    "predict": ["a.csv", "--model", "tiny-opt", "--task", "mini-sst2"],
    "eval": ["a.csv", "--model", "tiny-opt", "--task", "mini-sst2"],
    "score": ["--model", "tiny-opt", "--text", "a"],
    "generate": ["--model", "tiny-opt", "--text", "a"],
    "merge": ["adapter", "out", "--model", "tiny-opt"], "diagnose": ["tiny-opt", "--trials", "1"],
    "bench": ["--model", "tiny-opt", "--steps", "1"], "scale": ["tiny-opt"],
    "pretrain": ["out", "--steps", "1", "--batch", "1", "--base", "tiny-opt"],
    "meta-train": ["tiny-opt", "--output", "o", "--epochs", "1", "--examples", "2"],
    "doctor": [], "new-optimizer": ["mine"],
  ]

  /// Commands that answer until they are stopped.
  static let endless: Set = ["serve"]

  static let values = [
    "", "-1", "0", "9223372036854775808", "nan", "8 parsecs", "no-such-name", "/proc/nope/x",
  ]
  static let statuses: Set<Int32> = [0, 2, 3, 64, 65, 66, 69, 73, 74, 75]

  @Test("are met with a documented status and one line", arguments: calls.keys.sorted())
  func edges(command: String) throws {
    let declared = try #require(try Self.declarations()[command], "\(command) is declared")
    let base = try #require(Self.calls[command])
    for argument in declared {
      for value in Self.values {
        guard let words = argument.replacing(in: base, with: value) else { continue }
        let scratch = try Scratch()
        try scratch.write(SmallGrid.text(SmallGrid.zerothOrder), to: "a.grid")
        try scratch.write("text,label\ngood,1\n", to: "a.csv")
        let call = command.split(separator: " ").map(String.init) + words
        let result = try Program.run(call, in: scratch)
        #expect(Self.statuses.contains(result.status), "\(call): \(result.status)")
        #expect(result.status == 0 || !result.err.isEmpty, "\(call) says nothing")
      }
    }
  }

  @Test("are tried for every command that takes any")
  func all() throws {
    let declared = try Self.declarations().filter { !$0.value.isEmpty }.map(\.key)
    let untried = declared.filter { Self.calls[$0] == nil && !Self.endless.contains($0) }
    #expect(declared.count > 25)
    #expect(untried.isEmpty, "\(untried)")
  }

  /// What takes a value, by command.
  static func declarations() throws -> [String: [DeclaredArgument]] {
    try DeclaredCommands.all().mapValues { $0.filter { $0.kind != "flag" } }
  }
}
