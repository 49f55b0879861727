import Foundation
import Testing

@Suite(.tags(.process)) struct UsageTests {
  @Test func helpNamesEveryCommandAndExitStatus() throws {
    let help = try Program.run("help", in: Scratch())
    #expect(help.status == 0)
    for word in ["run", "plan", "report", "score", "list", "pretrain", "75", "66", "65", "64"] {
      #expect(help.out.contains(word), "\(word)")
    }
  }

  /// Options without which a thing is not done, or is not chosen among others.
  private static let withoutDefault: Set<String> = [
    "--csv", "--only", "--memory-budget", "--db", "--shard", "--simulate", "--grid", "--watch",
    "--release", "--against", "--figures", "--model", "--adapter", "--cell", "--split", "--lines",
    "--roofline", "--base", "score --text",
  ]

  @Test func everyOptionWithADefaultTellsIt() throws {
    for (command, arguments) in try DeclaredCommands.all() {
      for option in arguments where option.kind == "option" {
        let name = option.spellings.first { $0.hasPrefix("--") } ?? ""
        guard option.isOptional, !option.isRepeating, !Self.withoutDefault.contains(name),
          !Self.withoutDefault.contains("\(command) \(name)")
        else { continue }
        #expect(option.tellsDefault, "\(command) \(name)")
      }
    }
  }

  @Test func defaultsBehindLimitsAreThoseThatHold() throws {
    let commands = try DeclaredCommands.all()
    for (command, name, value) in [
      ("bench", "--steps", "5"), ("submit", "--gflops", "25"), ("serve", "--port", "7300"),
      ("run", "--checkpoint-every", "60"), ("diagnose", "--epsilon", "0.0001"),
      ("pretrain", "--layers", "4"), ("scale", "--optimizers", "zo-sgd,fzoo,es,fo-adam"),
    ] {
      let option = try #require(commands[command]?.first { $0.spellings.contains(name) })
      let told = "\(option.abstract ?? "") (default: \(option.defaultValue ?? ""))"
      #expect(told.contains("(default: \(value))"), "\(command) \(name): \(told)")
    }
  }

  @Test(arguments: [
    "report", "show", "status", "compare", "verify", "export", "plan", "run", "submit",
  ])
  func helpTellsTheStatusOfUsage(_ command: String) throws {
    let help = try Program.run(["help", command], in: Scratch())
    #expect(help.out.contains("64 usage"), "\(help.out)")
  }

  @Test func unknownFormatNamesTheKnownOnes() throws {
    let result = try Program.run("report", "--format", "pdf", in: Scratch())
    #expect(result.status == 64)
    #expect(result.err.contains("there is no format 'pdf'"))
    for name in ["markdown", "text", "csv", "json"] { #expect(result.err.contains(name)) }
    #expect(result.out.isEmpty)
  }

  @Test(arguments: [["frobnicate"], ["run"], ["score", "--model", "tiny-opt"]])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let running = try RunningProgram(arguments, in: Scratch())
    #expect(running.finish().status == 64)
  }

  @Test func tooManyJobsAreRefused() throws {
    let scratch = try Scratch()
    let result = try Program.run("run", "x.grid", "--jobs", "0", in: scratch)
    #expect(result.status == 64)
    #expect(result.err.contains("--jobs must be 1 to 1024"))
  }

  /// What would change nothing, or contradicts something else, is refused before a database is
  /// looked for.
  @Test(arguments: [
    (["--endpoint", "gap"], "--endpoint changes nothing in the table 'cells'; it is for --table"),
    (["--margin", "3", "--table", "cost"], "--margin changes nothing in the table 'cost'"),
    (["--over", "seeds", "--table", "endpoints"], "contrasts, versus, paper, ranks"),
    (["--rank-unconfirmed", "--table", "cost"], "ranks, profile"),
    (["--baseline", "x", "--against", "published"], "nothing in --against published"),
    (["--endpoint", "gap", "--figures", "f"], "--endpoint changes nothing"),
    (["--format", "sql", "--only", "seed=0"], "--only is nothing"),
    (["--json", "--format", "csv"], "--json and --format csv are two formats"),
    (["--table", "study", "--against", "published"], "leave out --table, or --against"),
    (["--out", "page.html", "--format", "text"], "ends as a file of the format html"),
    (["--out", "rows.csv", "--json"], "ends as a file of the format csv"),
    (["--out", "page.xyz"], "'.xyz', which names no format: give --format, or end it in .csv"),
    (["--margin", "-1", "--table", "versus"], "must be a number from 0.01 to 100"),
  ])
  func reportRefusesWhatChangesNothing(_ options: [String], _ text: String) throws {
    let result = try Program.run(["report", "none.sqlite"] + options, in: Scratch())
    #expect(result.status == 64, "\(options): \(result.err)")
    #expect(result.err.contains(text), "\(result.err)")
  }

  /// These are read, so that the database is what is missing.
  @Test(arguments: [
    ["--table", "contrasts", "--endpoint", "gap", "--margin", "3", "--over", "seeds"],
    ["--format", "html", "--out", "page", "--endpoint", "gap"], ["--json", "--format", "json"],
    ["--figures", "f", "--baseline", "fo-adam"], ["--out", "page.xyz", "--format", "html"],
    ["--out", "table.md", "--format", "markdown"], ["--out", "PAGE.HTM", "--over", "blocks"],
  ])
  func reportTakesWhatItReads(_ options: [String]) throws {
    let result = try Program.run(["report", "none.sqlite"] + options, in: Scratch())
    #expect(result.status == 66, "\(options): \(result.err)")
  }

  @Test(arguments: [
    (["--power", "--calibrate"], "--power prints no times"),
    (["--jobs", "2"], "--jobs divides the times of --calibrate"),
    (["--power", "--jobs", "2"], "--jobs divides the times of --calibrate"),
  ])
  func planRefusesWhatChangesNothing(_ options: [String], _ text: String) throws {
    let result = try Program.run(["plan", "none.grid"] + options, in: Scratch())
    #expect(result.status == 64 && result.err.contains(text), "\(result.err)")
  }

  @Test func reportOfNoDatabaseIs66() throws {
    let result = try Program.run("report", "--db", "none.sqlite", in: Scratch())
    #expect(result.status == 66)
    #expect(result.err.contains("none.sqlite"))
  }

  @Test func scoreIsOneValuePerTokenButTheFirst() throws {
    let result = try Program.run(
      "score", "--model", "tiny-opt", "--text", "the film was good", "--json", in: Scratch())
    #expect(result.status == 0)
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(result.out.utf8)) as? [String: Any])
    let ids = try #require(fields["ids"] as? [Int])
    let values = try #require(fields["logprobs"] as? [Double])
    #expect(ids.count >= 4)
    #expect(values.count == ids.count - 1)
    #expect(values.allSatisfy { $0 < 0 && $0.isFinite })
  }
}

/// Names that are nearly right, and what cannot be meant.
@Suite struct MistakenNameTests {
  @Test func anEmptyTextIsRefused() throws {
    let result = try Program.run("score", "--model", "tiny-opt", "--text", "", in: Scratch())
    #expect(result.status == 64 && result.err.contains("--text is empty"), "\(result.err)")
  }

  @Test func missingDataSaysHowToGetThem() throws {
    let result = try Program.run(
      "tasks", "show", "sst2", in: Scratch())
    #expect(result.status == 66, "\(result.err)")
    for word in ["--data", "scripts/fetch data"] { #expect(result.err.contains(word), "\(word)") }
  }

  @Test(
    "an option of one value is not given two",
    arguments: [
      ["plan", "x.grid", "--only", "seed=0", "--only", "seed=1"],
      ["report", "--db", "a.sqlite", "--format", "csv", "--db=b.sqlite"],
      ["run", "x.grid", "-j", "1", "--jobs", "2"],
    ])
  func repeatedOption(call: [String]) throws {
    let result = try Program.run(call, in: Scratch())
    #expect(result.status == 64)
    #expect(result.err.contains("takes one value and is given 2 times"), "\(result.err)")
  }

  @Test func anUnknownCommandIsAnsweredWithTheNearest() throws {
    let result = try Program.run("rnu", "x.grid", in: Scratch())
    #expect(result.status == 64)
    #expect(result.err.contains("there is no command 'rnu'; did you mean 'run'?"))
    #expect(!result.err.contains("Usage"))
  }

  @Test(arguments: ["optimizer", "optimizers", "schemes", "tasks", "models"])
  func axesAreListedInEitherNumber(_ axis: String) throws {
    #expect(try Program.run("list", axis, in: Scratch()).status == 0)
  }

  @Test(arguments: [
    (["--memory", "8"], "'8'"),
    (["--memory", "8GiB", "--schemes", "lroa"], "did you mean 'lora'?"),
    (["--memory", "8GiB", "--weights", "int3"], "'int3'"),
    (["--memory", "8GiB", "--task", "mini-sst"], "did you mean 'mini-sst2'?"),
    (["--memory", "8GiB", "--set", "batch=64"], "--set batch has an option of its own, --batch"),
    (["--memory", "8GiB", "--set", "weights=f16"], "--set weights has an option of its own"),
    (["--memory", "8GiB", "--set", "seeds=0"], "--set seeds is nothing that advice depends on"),
    ([], "--memory-budget"),
    (["--memory", "8GiB", "--model", "tiny-llama"], "--model takes one value"),
  ])
  func adviceRefusesWhatCannotBeMeant(_ arguments: [String], _ text: String) throws {
    let result = try Program.run(["advise", "--model", "tiny-opt"] + arguments, in: Scratch())
    #expect(result.status == 64)
    #expect(result.err.contains(text), "\(result.err)")
  }

  /// Advice is about one model and no grid.
  @Test func theHelpOfAdviceSpeaksOfNoGrid() throws {
    let help = try Program.run("advise", "--help", in: Scratch()).out
    #expect(!help.contains("grid"), "\(help)")
    #expect(help.contains("--model <model>") && help.contains("--memory"))
  }

  @Test func adviceNeedsTheDatabaseThatIsNamed() throws {
    let result = try Program.run(
      "advise", "--model", "tiny-opt", "--memory", "8GiB", "--schemes", "ft", "--db", "no.sqlite",
      in: Scratch())
    #expect(result.status == 66)
    #expect(result.err.contains("no.sqlite"))
  }
}
