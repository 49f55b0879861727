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
  ])
  func adviceRefusesWhatCannotBeMeant(_ arguments: [String], _ text: String) throws {
    let result = try Program.run(["advise", "--model", "tiny-opt"] + arguments, in: Scratch())
    #expect(result.status == 64)
    #expect(result.err.contains(text), "\(result.err)")
  }

  @Test func adviceNeedsTheDatabaseThatIsNamed() throws {
    let result = try Program.run(
      "advise", "--model", "tiny-opt", "--memory", "8GiB", "--schemes", "ft", "--db", "no.sqlite",
      in: Scratch())
    #expect(result.status == 66)
    #expect(result.err.contains("no.sqlite"))
  }
}
