import ArgumentParser
import Training
import Vocabulary

@main
struct Zobench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zobench",
    abstract: "Benchmarks zeroth-order optimizers for language-model fine-tuning.",
    discussion: """
      A study is a grid file: models × tasks × schemes × optimizers. 'plan' shows what would run \
      and what it needs, 'run' runs the cells that are not finished yet, 'report' shows results.

        zobench run Grids/smoke.grid && zobench report

      Exit status: 0 success · 1 internal error · 2 finished, some cells failed, diverged or \
      ran out of memory, or a rule of 'verify' is broken · 3 nothing to run fits the memory budget \
      · 64 usage · 65 unusable input · 66 missing input · 69 a scheduler refused \
      · 71 the system allows too few files or too little memory · 73, 74 cannot write \
      · 75 interrupted, run again to resume · 76 a newer version's database.
      """,
    version: Version.text,
    groupedSubcommands: [
      CommandGroup(
        name: "Study",
        subcommands: [
          Initialize.self, Plan.self, Run.self, Submit.self, Status.self, Collect.self,
          Report.self, Serve.self, Show.self, Compare.self, Export.self, Verify.self, Replay.self,
        ]),
      CommandGroup(
        name: "Catalog",
        subcommands: [
          Catalog.self, Models.self, Optimizers.self, TaskCommands.self, Inspect.self,
          Advise.self, SchemaCommand.self, ImportSweep.self,
        ]),
      CommandGroup(
        name: "Model",
        subcommands: [Predict.self, Evaluate.self, Score.self, Generate.self, Merge.self]),
      CommandGroup(
        name: "Laboratory",
        subcommands: [
          Diagnose.self, Bench.self, Scale.self, Pretrain.self, MetaTrain.self, DoctorCommand.self,
          NewOptimizer.self,
        ]),
    ])

  static func main() {
    Descriptors.holdStandardStreams()
    if let problem = Descriptors.makeRoom() {
      Console.error("zobench: \(problem)")
      exit(withError: RunExit.denied)
    }
    if let shortage = AddressLimit.shortage() {
      Console.error("zobench: \(shortage)")
      exit(withError: RunExit.denied)
    }
    Console.ignoreWriteSignals()
    Console.tellOfShortenedFiles()
    do {
      let words = CommandLine.arguments.dropFirst().drop { $0 == "help" }
      try UnknownCommand.refuse(words.first, of: Self.self)
      try RepeatedOption.refuse(Array(words), of: Self.self)
      var command = try parseAsRoot(TextOption.split(Array(CommandLine.arguments.dropFirst())))
      try Failure.reported { try command.run() }
    } catch {
      end(with: error)
    }
  }

  /// Help and the version go where results go, so that a full disk is told of them, too.
  private static func end(with error: any Error) -> Never {
    guard exitCode(for: error) == .success else { exit(withError: error) }
    let text = fullMessage(for: error)
    if !text.isEmpty { Console.out(text) }
    exit(withError: ExitCode.success)
  }
}
