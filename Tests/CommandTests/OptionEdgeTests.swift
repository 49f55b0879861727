import Foundation
import Testing

/// Every option and argument of every command, as the program itself declares them, with values at
/// and beyond the edges of what any of them takes.
///
/// What a command refuses is told in one line with a documented status; nothing traps, and nothing
/// ends with status 1. `scripts/option-edges` prints how often each status came.
@Suite("Edges of options", .tags(.process))
struct OptionEdgeTests {
  /// A small call of each command that ends well, so that only the value can be what is refused.
  static let calls: [String: [String]] = [
    "init": ["x"], "plan": ["a.grid"], "run": ["a.grid", "--dry-run"],
    "submit": ["a.grid", "--dir", "jobs", "--dry-run"], "status": ["r.sqlite"],
    "collect": ["r.sqlite"], "report": ["r.sqlite"], "show": ["optimizer=zo-sgd", "r.sqlite"],
    "compare": ["r.sqlite", "r.sqlite"], "export": ["out", "r.sqlite", "--to", "lm-eval"],
    "verify": ["r.sqlite"], "replay": ["optimizer=zo-sgd", "r.sqlite", "--out", "w"], "list": [],
    "models": [], "optimizers": [], "tasks list": [], "tasks show": ["mini-sst2"],
    "inspect": ["tiny-opt"], "advise": ["--memory", "8GiB", "--model", "tiny-opt"],
    "import-sweep": ["sweep.yaml"],
    "predict": ["a.csv", "--model", "tiny-opt", "--task", "mini-sst2"],
    "eval": ["a.csv", "--model", "tiny-opt", "--task", "mini-sst2"],
    "score": ["--model", "tiny-opt", "--text", "a"],
    "generate": ["--model", "tiny-opt", "--text", "a"],
    "merge": ["adapter", "out", "--model", "tiny-opt"],
    "diagnose": ["tiny-opt", "--trials", "2", "--optimizers", "zo-sgd", "--batch", "2"],
    "bench": ["--model", "tiny-opt", "--steps", "1", "--batch", "1"], "scale": ["tiny-opt"],
    "pretrain": ["out", "--steps", "1", "--batch", "1", "--base", "tiny-opt"],
    "meta-train": ["tiny-opt", "--output", "o", "--epochs", "1", "--examples", "2"],
    "doctor": [], "new-optimizer": ["mine"],
  ]

  /// Commands that answer until they are stopped.
  static let endless: Set = ["serve"]
  /// Commands that need more than a call can bring: a checkout of the program.
  static let unready: Set = ["new-optimizer"]

  static let values = [
    "", "-1", "0", "9223372036854775808", "nan", "8 parsecs", "no-such-name", "/proc/nope/x",
  ]
  static let statuses: Set<Int32> = [0, 2, 3, 64, 65, 66, 69, 73, 74, 75]

  /// A grid, its results, what it trained, a table and a sweep.
  private static let files = Result { () throws -> Scratch in
    let scratch = try Scratch()
    let grid = SmallGrid.text(SmallGrid.zerothOrder)
      .replacingOccurrences(of: "[ft]", with: "[lora]")
    try scratch.write(grid, to: "a.grid")
    try scratch.write("text,label\ngood,1\n", to: "a.csv")
    try scratch.write(sweep, to: "sweep.yaml")
    let run = try Program.run(
      "run", "a.grid", "--db", "r.sqlite", "--export", "trained", in: scratch)
    try #require(run.status == 0, "\(run.err)")
    let trained = scratch.url.appendingPathComponent("trained")
    let names = try FileManager.default.contentsOfDirectory(atPath: trained.path)
    let adapter = try #require(names.first)
    try FileManager.default.moveItem(
      at: trained.appendingPathComponent(adapter),
      to: scratch.url.appendingPathComponent("adapter"))
    try FileManager.default.removeItem(at: trained)
    return scratch
  }

  private static let sweep = """
    method: grid
    parameters: { learning_rate: { values: [1e-5] } }
    command: [python, run.py, --model_name=facebook/opt-1.3b, --task_name=Copa, --trainer=zo_sgd,
      --per_device_train_batch_size=16, --max_steps=20, --num_train=10, --num_dev=10, "${args}"]

    """

  private static func run(_ call: [String]) throws -> Program.Result {
    let (source, scratch) = (try files.get().url, try Scratch())
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
      try FileManager.default.copyItem(
        at: source.appendingPathComponent(name), to: scratch.url.appendingPathComponent(name))
    }
    return try Program.run(call, in: scratch)
  }

  @Test("are met with a documented status and one line", arguments: calls.keys.sorted())
  func edges(command: String) throws {
    let declared = try #require(try Self.declarations()[command], "\(command) is declared")
    let base = try #require(Self.calls[command])
    let words = command.split(separator: " ").map(String.init)
    var tally = EdgeTally(command)
    if !Self.unready.contains(command) {
      let result = try Self.run(words + base)
      #expect(result.status == 0, "\(words + base): \(result.err)")
    }
    for argument in declared {
      tally.options += 1
      for value in Self.values {
        guard let rest = argument.replacing(in: base, with: value) else { continue }
        let result = try Self.run(words + rest)
        tally.add(result)
        #expect(Self.statuses.contains(result.status), "\(words + rest): \(result.status)")
        #expect(result.status == 0 || !result.err.isEmpty, "\(words + rest) says nothing")
      }
    }
    try tally.write()
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
