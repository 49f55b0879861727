import ArgumentParser

@main
struct Zobench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zobench",
    abstract: "Benchmarks zeroth-order optimizers for language-model fine-tuning.",
    discussion: """
      A study is a grid file: models × tasks × schemes × optimizers. 'run' does what has not been \
      done, 'report' reads what has, 'plan' says what would be done and what it needs.

        zobench run Grids/smoke.grid && zobench report

      Exit status: 0 all is well · 1 internal error · 2 finished, some cells failed, diverged or \
      ran out of memory, or a rule of 'verify' is broken · 3 nothing to run fits the memory budget \
      · 64 usage · 65 unusable input · 66 missing input · 73, 74 cannot write · 75 interrupted, \
      run again to go on · 76 database of another version.
      """,
    version: Version.text,
    subcommands: [
      Run.self, Status.self, Plan.self, Report.self, Show.self, Compare.self, Verify.self,
      Score.self, Generate.self, Catalogue.self, Models.self, Inspect.self, TaskCommands.self,
      Pretrain.self, Merge.self, Optimizers.self, Diagnose.self, ImportSweep.self, Advise.self,
      MetaTrain.self, Replay.self, Bench.self, SchemaCommand.self,
    ])

  static func main() {
    Console.ignoreWriteSignals()
    do {
      var command = try parseAsRoot()
      try Failure.reported { try command.run() }
    } catch {
      exit(withError: error)
    }
  }
}
