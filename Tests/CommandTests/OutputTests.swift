import Foundation
import Testing

/// What a command writes replaces nothing that is there, unless it is told to.
///
/// Which commands write, and by which arguments, is read from the program's own declarations.
@Suite("Outputs", .tags(.process))
struct OutputTests {
  /// How each command that writes is called, and what is in its way.
  struct Call: Sendable, CustomStringConvertible {
    var command: String
    var arguments: [String]
    /// What is there before; `RUN` stands for the name of the stored run's export.
    var present: String
    /// The status with `--overwrite`.
    var status: Int32 = 0
    /// Whether what was there stays: it is in no file's place, or what it is in is no model.
    var stays = false

    var description: String { "\(command) \(arguments.joined(separator: " "))" }
  }

  static let calls = [
    Call(command: "init", arguments: ["x", "--directory", "out"], present: "out/x.grid"),
    Call(
      command: "run", arguments: ["a.grid", "--db", "n.sqlite", "-q", "--export", "out"],
      present: "out/RUN/notes"),
    Call(
      command: "submit", arguments: ["a.grid", "--engine", "parallel", "--dir", "out"],
      present: "out/parallel.sh"),
    Call(command: "report", arguments: ["r.sqlite", "--out", "out"], present: "out"),
    Call(
      command: "report", arguments: ["r.sqlite", "--figures", "out"],
      present: "out/pareto-tiny-opt-mini-sst2.svg"),
    Call(
      command: "bench",
      arguments: ["--model", "tiny-opt", "--steps", "1", "--batch", "1", "--roofline", "out"],
      present: "out"),
    Call(
      command: "export", arguments: ["out", "r.sqlite", "--to", "lm-eval"], present: "out/notes",
      stays: true),
    Call(
      command: "replay", arguments: ["optimizer=zo-sgd", "r.sqlite", "--out", "out"],
      present: "out/notes", status: 73, stays: true),
    // The sweep lacks a model and a task: its grid is written, and that is said.
    Call(
      command: "import-sweep", arguments: ["s/sweep.yml", "--out", "out"],
      present: "out/sweep.grid", status: 65),
    Call(
      command: "predict",
      arguments: ["rows.csv", "--model", "tiny-opt", "--task", "mini-sst2", "--out", "out.csv"],
      present: "out.csv"),
    Call(
      command: "merge", arguments: ["trained/RUN", "out"], present: "out/notes", status: 73,
      stays: true),
    Call(
      command: "pretrain",
      arguments: ["out", "--base", "tiny-opt", "--steps", "1", "--batch", "1"],
      present: "out/notes", status: 73, stays: true),
    Call(
      command: "meta-train",
      arguments: ["tiny-opt", "-o", "out", "--epochs", "1", "--examples", "2", "--batch", "2"],
      present: "out"),
    Call(
      command: "new-optimizer", arguments: ["mine", "--checkout", "c"],
      present: "c/Sources/Optimizers/Catalog/Mine.swift"),
  ]

  /// What every call needs, made once: a database with a run, and what that run trained.
  private static let source = Result {
    let scratch = try Scratch()
    let grid = SmallGrid.text(SmallGrid.zerothOrder, SmallGrid.adam)
    try scratch.write(grid.replacing("schemes: [ft]", with: "schemes: [lora]"), to: "a.grid")
    try scratch.write("text,label\ngood,1\n", to: "rows.csv")
    try scratch.write(
      "parameters: { learning_rate: { values: [1e-3] } }\nprogram: run.py\n", to: "s/sweep.yml")
    try scratch.write(
      "  [\n    Compose.self,\n  ]\n", to: "c/Sources/Optimizers/OptimizerCatalog.swift")
    let run = try Program.run(
      "run", "a.grid", "--db", "r.sqlite", "-q", "--export", "trained", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    return scratch
  }

  /// A copy of it, with one thing more.
  private func scratch(with present: String) throws -> (Scratch, name: String) {
    let (source, scratch) = (try Self.source.get(), try Scratch())
    try FileManager.default.removeItem(at: scratch.url)
    try FileManager.default.copyItem(at: source.url, to: scratch.url)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appending(path: "trained").path)
    let name = try #require(names.sorted().first)
    try scratch.write("mine", to: present.replacing("RUN", with: name))
    return (scratch, name)
  }

  /// Names of the value of an argument that is written, as the program declares them.
  private static let values: Set = ["new-file", "new-directory"]

  @Test("are refused where something is, and replaced when that is asked for", arguments: calls)
  func unasked(call: Call) throws {
    let (scratch, name) = try scratch(with: call.present)
    let words = [call.command] + call.arguments.map { $0.replacing("RUN", with: name) }
    let place = call.present.replacing("RUN", with: name)
    let refused = try Program.run(words, in: scratch)
    #expect(refused.status == 73, "\(call): \(refused.status) \(refused.err)")
    // A sweep's findings may stand before it.
    let line = try #require(refused.err.split(separator: "\n").last)
    #expect(line.hasPrefix("zobench: ") && line.contains("--overwrite"), "\(refused.err)")
    #expect(try scratch.data(place) == Data("mine".utf8))
    let asked = try Program.run(words + ["--overwrite"], in: scratch)
    #expect(asked.status == call.status, "\(call): \(asked.status) \(asked.err)")
    let isThere = (try? scratch.data(place)) == Data("mine".utf8)
    #expect(isThere == call.stays, "\(call)")
  }

  @Test("of every command that declares one are tried, and can be replaced")
  func all() throws {
    let declared = try Self.declarations()
    #expect(declared.count > 10)
    for (command, arguments) in declared {
      let tried = Self.calls.filter { $0.command == command }
      #expect(!tried.isEmpty, "\(command)")
      for argument in arguments {
        let isTried = tried.contains { call in
          argument.place != nil || argument.spellings.contains(where: call.arguments.contains)
        }
        #expect(isTried, "\(command) \(argument.spellings)")
      }
    }
    #expect(Set(Self.calls.map(\.command)).isSubset(of: declared.keys))
  }

  @Test("may be devices and pipes, in which nothing is lost")
  func streams() throws {
    let (scratch, _) = try scratch(with: "x")
    for place in ["/dev/null", "/dev/full"] {
      let result = try Program.run(
        ["report", "r.sqlite", "--out", place], in: scratch)
      #expect(result.status == (place == "/dev/null" ? 0 : 73), "\(place): \(result.err)")
      var status = stat()
      #expect(stat(place, &status) == 0 && status.st_mode & S_IFMT == S_IFCHR, "\(place)")
    }
    #expect(mkfifo(scratch.url.path + "/pipe", 0o600) == 0)
    let unread = try Program.run("report", "r.sqlite", "--out", "pipe", in: scratch)
    #expect(unread.status == 73, "\(unread.err)")
  }

  @Test("that cannot be written are said before there is work")
  func early() throws {
    let (scratch, _) = try scratch(with: "x")
    for arguments in [
      ["meta-train", "tiny-opt", "-o", "no/such/file"],
      ["run", "a.grid", "--db", "n.sqlite", "--export", "/proc/none/x"],
      ["bench", "--model", "tiny-opt", "--roofline", "no/such/file.svg"],
      [
        "predict", "rows.csv", "--model", "tiny-opt", "--task", "mini-sst2", "--out", "/proc/x.csv",
      ],
    ] {
      let result = try Program.run(arguments, in: scratch)
      #expect(result.status == 73, "\(arguments): \(result.status) \(result.err)")
      #expect(result.err.split(separator: "\n").count == 1, "\(result.err)")
    }
  }

  /// The arguments that name outputs, by command; commands with `--overwrite` that derive names
  /// from another argument have none.
  private static func declarations() throws -> [String: [DeclaredArgument]] {
    let all = try DeclaredCommands.all()
    let outputs = all.mapValues { $0.filter { values.contains($0.valueName ?? "") } }
    let flagged = all.filter { $0.value.contains { $0.spellings.contains("--overwrite") } }.keys
    for (command, arguments) in outputs where !arguments.isEmpty {
      #expect(flagged.contains(command), "\(command) writes, and has no --overwrite")
    }
    return outputs.filter { flagged.contains($0.key) }
  }
}
