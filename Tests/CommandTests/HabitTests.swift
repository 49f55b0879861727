import Foundation
import Testing

/// What hands expect: one place for the database, overrides, names as they are printed.
@Suite(.tags(.process)) struct HabitTests {
  private func run(_ arguments: String..., status: Int32 = 0, in scratch: Scratch) throws -> String
  {
    let result = try Program.run(arguments, in: scratch)
    #expect(result.status == status, "\(arguments): \(result.err)")
    return result.out + result.err
  }

  private func small(_ scratch: Scratch) throws {
    try scratch.write(SmallGrid.text(SmallGrid.zerothOrder, SmallGrid.firstOrder), to: "a.grid")
  }

  @Test func aDryRunIsThePlan() throws {
    let scratch = try Scratch()
    try small(scratch)
    let plan = try run("plan", "a.grid", in: scratch)
    #expect(try run("run", "a.grid", "--dry-run", in: scratch) == plan)
    #expect(!FileManager.default.fileExists(atPath: scratch.url.path + "/results.sqlite"))
  }

  @Test func homeIsTheShells() throws {
    let scratch = try Scratch()
    try small(scratch)
    let home = ["HOME": scratch.url.path]
    let result = try Program.run("plan", "~/a.grid", in: try Scratch(), environment: home)
    #expect(result.status == 0 && result.out.contains("zo-sgd"), "\(result.err)")
  }

  @Test func aTextMayBeginWithAHyphenAndIsNoOption() throws {
    let scratch = try Scratch()
    let score = ["score", "--model", "tiny-opt", "--text"]
    for call in [score + ["-abc"], score.dropLast() + ["--text=-abc"]] {
      let result = try Program.run(call, in: scratch)
      #expect(result.status == 0 && result.out.contains("-"), "\(call): \(result.err)")
    }
    for (call, word) in [
      (score + ["--json"], "followed by '--json'"), (score.dropLast() + ["--text="], "is empty"),
      (score.dropLast() + ["--text=", "--json"], "is empty"),
    ] {
      let result = try Program.run(call, in: scratch)
      #expect(result.status == 64 && result.err.contains(word), "\(call): \(result.err)")
    }
  }

  /// A last line end is not followed by another one.
  @Test func tablesEndWithTheirLastRow() throws {
    let scratch = try Scratch()
    try small(scratch)
    _ = try run("run", "a.grid", "--db", "r.sqlite", in: scratch)
    for format in ["csv", "markdown", "text", "json", "latex"] {
      let result = try Program.run("report", "r.sqlite", "--format", format, in: scratch)
      let end = Array(result.out.utf8.suffix(4))
      #expect(result.status == 0 && end.last == 0x0A, "\(format): \(result.err)")
      #expect(end != [0x0D, 0x0A, 0x0D, 0x0A] && end[2] != 0x0A, "\(format): \(end)")
    }
  }

  @Test func settingsAndModelsAreOverridden() throws {
    let scratch = try Scratch()
    try small(scratch)
    let json = try run(
      "plan", "a.grid", "--set", "steps=7", "--set", "seeds=3,4", "--model", "tiny-llama",
      "--json", in: scratch)
    #expect(json.contains("tiny-llama") && !json.contains("tiny-opt"))
    for part in ["\"steps\" : 7", "\"seed\" : 3", "\"seed\" : 4"] {
      #expect(json.contains(part), "\(part)")
    }
    #expect(!json.contains("\"seed\" : 0"))
    let unknown = try run("plan", "a.grid", "--set", "stpes=7", status: 65, in: scratch)
    #expect(unknown.contains("--set") && unknown.contains("'steps'"))
    let kind = try run("plan", "a.grid", "--set", "steps=many", status: 65, in: scratch)
    #expect(kind.contains("--set"))
    let model = try run("run", "a.grid", "--model", "tiny-otp", status: 65, in: scratch)
    #expect(model.contains("--model") && model.contains("tiny-opt"))
  }

  @Test func aQuietRunSaysWhatEndedWithoutAResult() throws {
    let scratch = try Scratch()
    let high = SmallGrid.text(SmallGrid.firstOrder.replacing("1e-2", with: "1e20"))
    try scratch.write(high, to: "a.grid")
    let quiet = try run("run", "a.grid", "r.sqlite", "-q", status: 2, in: scratch)
    #expect(quiet.contains("seed 0: diverged (at step"), "\(quiet)")
  }

  @Test func theDatabaseIsTheLastWordOrAnOption() throws {
    let scratch = try Scratch()
    try small(scratch)
    _ = try run("run", "a.grid", "r.sqlite", "-q", in: scratch)
    for command in [["report"], ["verify"], ["show", "zo-sgd"]] {
      let last = try Program.run(command + ["r.sqlite"], in: scratch)
      let option = try Program.run(command + ["--db", "r.sqlite"], in: scratch)
      #expect(last.status == 0 && option.status == 0, "\(command): \(last.err)\(option.err)")
      #expect(last.out == option.out, "\(command)")
    }
    let two = try run("report", "r.sqlite", "--db", "s.sqlite", status: 64, in: scratch)
    #expect(two.contains("two databases"))
    let written = try run("report", "r.sqlite", "--out", "page.html", in: scratch)
    #expect(written.contains("page.html"))
    #expect(String(decoding: try scratch.data("page.html"), as: UTF8.self).contains("<html"))
    let paper = try run(
      "report", "r.sqlite", "--table", "paper", "--format", "latex", in: scratch)
    for part in ["\\label{tab:tiny-opt-ft}", "zeroth-order", "with gradients", "\\bottomrule"] {
      #expect(paper.contains(part), "\(paper)")
    }
    let wrong = try run(
      "report", "r.sqlite", "--table", "versus", "--baseline", "zo-sdg", status: 65, in: scratch)
    #expect(wrong.contains("zo-sgd"))
  }

  @Test func modelsHaveNames() throws {
    let scratch = try Scratch()
    let listing = try run("models", "tiny-opt", in: scratch)
    let path = try #require(listing.split(separator: "\n").dropFirst().first)
      .trimmingCharacters(in: .whitespaces)
    let grid = SmallGrid.text(SmallGrid.firstOrder)
    try scratch.write(
      grid.replacing("[tiny-opt]", with: "[{ path: \(path), name: mine }]"), to: "named.grid")
    try scratch.write(grid.replacing("[tiny-opt]", with: "[\(path)]"), to: "bare.grid")
    _ = try run("run", "named.grid", "r.sqlite", "-q", in: scratch)
    let report = try run("report", "r.sqlite", in: scratch)
    #expect(report.contains("mine") && !report.contains(path))
    #expect(try run("show", "model=mine", "r.sqlite", in: scratch).contains("mine"))
    #expect(
      try run("run", "bare.grid", "r.sqlite", in: scratch).contains("0 of 1 runs to do"))
  }

  @Test func whatIsPrintedIsAccepted() throws {
    let scratch = try Scratch()
    let grid = """
      zobench: 1
      models: [tiny-opt]
      tasks: [mini-sst2]
      schemes: [lora(rank: 4), ft]  # not lora(rank: 2)
      optimizers:
        - zo-sgd(epsilon: 0.01, learningRate: 1e-06)
        - fo-sgd
      seeds: [0]
      exclude:
        - { optimizers: fo-sgd, schemes: ft, because: "lora(rank: 4) is enough" }

      """
    try scratch.write(grid, to: "p.grid")
    let plan = try run("plan", "p.grid", "--only", "optimizers=*", in: scratch)
    #expect(plan.contains("lora(rank: 4)") && plan.contains("epsilon: 0.01"))
    #expect(plan.contains("lora(rank: 4) is enough"))
    let mistake = try run(
      "plan", "p.grid", "--only", "optimizer=zosgd", status: 66, in: scratch)
    #expect(mistake.contains("--only"))
  }

  @Test func listingsTakeNames() throws {
    let scratch = try Scratch()
    #expect(try run("optimizers", "zo-sgd", in: scratch).contains("zo-sgd: "))
    #expect(try !run("optimizers", "fo-*", in: scratch).contains("zo-sgd: "))
    #expect(try run("tasks", "mini-sst2", in: scratch).contains("mini-sst2"))
    let listed = try run("list", "zo-sgd", in: scratch)
    #expect(listed.contains("learningRate"))
    #expect(listed.contains(") Steps over which the learning rate rises to its peak."))
    let page = try run("list", "zo-sgd", "lora", "--markdown", in: scratch)
    for part in ["# Optimizers", "## zo-sgd", "| `learningRate` | 1e-06 | ", "# Schemes", "`rank`"]
    {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains("## fzoo"))
    for command in ["optimizers", "tasks", "list"] {
      #expect(
        try run(command, "zo-sdgg-x", status: 64, in: scratch).contains("there is no"), "\(command)"
      )
    }
  }

  /// A placeholder says what is meant, and never repeats the option's own name.
  @Test(arguments: ["plan", "run", "report", "advise", "bench", "replay", "pretrain", "predict"])
  func placeholdersSayWhatTheyAre(_ command: String) throws {
    let help = try Program.run(["help", command], in: Scratch()).out
    let options = help.matches(of: /--([a-z]+-[a-z-]+) <([a-z-]+)>/)
    for option in options { #expect(option.1 != option.2, "\(command): \(option.0)") }
    #expect(help.contains("<"))
  }

  /// Every command that an error recommends can be typed.
  @Test func recommendedCommandsExist() throws {
    let sources = PackageRoot.url.appendingPathComponent("Sources")
    let walk = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var commands: Set<String> = []
    while let file = walk?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      commands.formUnion(text.matches(of: /'zobench ([a-z][a-z ()\\.-]*)/).map { String($0.1) })
    }
    #expect(commands.count > 5, "\(commands)")
    let scratch = try Scratch()
    let whole: Set = ["list", "models", "tasks", "doctor", "optimizers", "schema"]
    for command in commands.sorted() {
      let words = command.split(separator: " ").map(String.init)
      let isWhole = !command.contains("\\")
      guard let first = words.first, first != "help" else { continue }
      let help = try Program.run(["help", first], in: scratch)
      #expect(help.status == 0, "\(command): \(help.err)")
      guard isWhole, whole.contains(first) else { continue }
      let run = try Program.run(Array(words), in: scratch)
      #expect(run.status == 0, "\(command): \(run.err)")
    }
  }
}

/// The commands that begin a study.
@Suite struct BeginningTests {
  @Test func aTableBecomesATaskThatIsPlanned() throws {
    let scratch = try Scratch()
    let rows = (0..<40).map { "\"text \($0), so\",\($0 % 2 == 0 ? "good" : "bad")" }
    try scratch.write(
      (["review,verdict"] + rows).joined(separator: "\n") + "\n", to: "reviews.csv")
    let made = try Program.run("init", "shop", "--csv", "reviews.csv", in: scratch)
    #expect(made.status == 0, "\(made.err)")
    #expect(made.out.contains("shop.grid") && made.err.contains("label 'verdict' of bad, good"))
    let shown = try Program.run("tasks", "show", "shop.yaml", "--data", "data", in: scratch)
    #expect(shown.status == 0 && shown.out.contains("train: 32"), "\(shown.out)\(shown.err)")
    let plan = try Program.run("plan", "shop.grid", in: scratch)
    #expect(plan.status == 0 && plan.out.contains("shop"), "\(plan.err)")
    let again = try Program.run("init", "shop", "--csv", "reviews.csv", in: scratch)
    #expect(again.status == 73 && again.err.contains("shop.grid"))
    let column = try Program.run(
      "init", "other", "--csv", "reviews.csv", "--label", "verdit", in: scratch)
    #expect(column.status == 65 && column.err.contains("'verdict'"), "\(column.err)")
    #expect(try Program.run("init", in: scratch).status == 0)
    #expect(try Program.run("plan", "study.grid", in: scratch).status == 0)
  }

  @Test func theDoctorSaysWhatThereIs() throws {
    let scratch = try Scratch()
    let text = try Program.run("doctor", in: scratch)
    #expect(text.status == 0, "\(text.err)")
    for word in ["kernels", "memory", "disk", "data sets", "MPI", "Slurm", "bf16"] {
      #expect(text.out.contains(word), "\(word)")
    }
    for line in text.out.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    let json = try Program.run("doctor", "--json", "--data", "none", in: scratch)
    let checks = try #require(
      try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [[String: Any]])
    let data = try #require(checks.first { $0["name"] as? String == "data sets" })
    #expect(data["state"] as? String == "warning" && data["remedy"] is String)
  }

  @Test func anOptimizerIsWrittenIntoACheckout() throws {
    let scratch = try Scratch()
    let catalog = "Sources/Optimizers/OptimizerCatalog.swift"
    let list = try String(
      contentsOf: PackageRoot.url.appendingPathComponent(catalog), encoding: .utf8)
    try scratch.write(list, to: catalog)
    try scratch.write("", to: "Sources/Optimizers/Catalog/Compose.swift")
    try scratch.write("", to: "Tests/OptimizersTests/Trace.swift")
    let made = try Program.run("new-optimizer", "zo-lion", in: scratch)
    #expect(made.status == 0, "\(made.err)")
    let source = String(
      decoding: try scratch.data("Sources/Optimizers/Catalog/ZOLion.swift"), as: UTF8.self)
    #expect(source.contains("enum ZOLion: OptimizerFamily") && source.contains("\"zo-lion\""))
    #expect(String(decoding: try scratch.data(catalog), as: UTF8.self).contains("ZOLion.self,"))
    #expect(try Program.run("new-optimizer", "zo-lion", in: scratch).status != 0)
    #expect(try Program.run("new-optimizer", "zo-sgd", in: scratch).status == 64)
    #expect(try Program.run("new-optimizer", "zo-tiger", in: Scratch()).status == 66)
  }
}

/// Runs as files of other programs.
@Suite struct ExportCommandTests {
  @Test(arguments: ["tensorboard", "mlflow", "wandb", "lm-eval"])
  func everyRunIsWritten(_ program: String) throws {
    let scratch = try Scratch()
    try scratch.write(SmallGrid.text(SmallGrid.firstOrder, SmallGrid.adam), to: "a.grid")
    let run = try Program.run("run", "a.grid", "--db", "r.sqlite", "-q", in: scratch)
    #expect(run.status == 0, "\(run.err)")
    let export = try Program.run("export", "out", "r.sqlite", "--to", program, in: scratch)
    #expect(export.status == 0 && export.err.contains("2 runs in out"), "\(export.err)")
    let again = try Program.run("export", "out", "r.sqlite", "--to", program, in: scratch)
    #expect(again.status == 73 && again.err.contains("not empty"))
    let names = try FileManager.default.subpathsOfDirectory(
      atPath: scratch.url.appendingPathComponent("out").path)
    #expect(names.count >= 2)
    let other = try Program.run("export", "new", "r.sqlite", "--to", "tensorbord", in: scratch)
    #expect(other.status == 64 && other.err.contains("did you mean"), "\(other.err)")
    let none = try Program.run(
      "export", "new", "r.sqlite", "--to", program, "--only", "optimizer=zo-*", in: scratch)
    #expect(none.status == 66 && none.err.contains("--only"))
  }
}
