import ArgumentParser
import Clusters
import Foundation
import Grids
import Laboratory
import Reports
import Storage
import Training
import Vocabulary

/// `zobench run`: does what has not been done.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the cells of a grid that have not run, and stores results as they come.",
    discussion: """
      A second run does nothing; an extended grid runs only what is new; a killed run resumes. \
      Ctrl-C ends cleanly with status 75, a second one at once; TERM, HUP, USR1 and USR2 end as \
      cleanly. Status 75 always means: run the same command again.

        zobench run Grids/smoke.grid --db smoke.sqlite
        zobench run Grids/smoke.grid --shard 2/4 --db shards/{shard}.sqlite

      Exit status: 0 all is done; 2 some cells failed, diverged, ran out of memory or cannot be \
      planned, and the others are done; 3 nothing fits the memory budget; 64 usage; 65 a mistake \
      in the grid or its data; 66 a missing file, or --only matches nothing; 71 the system allows \
      too little memory; 73 cannot write; 74 cannot write any longer: no other cell began, and a \
      result whose weights '--export' could not write is stored all the same; 75 interrupted, or \
      others are at work on the rest: run again to go on; 76 a newer version's database.
      """)

  @OptionGroup var options: GridOptions

  @Option(
    name: .shortAndLong,
    help: .init(
      "Cells run in parallel (default: one per core if all fit half of the memory, else one).",
      valueName: "n"))
  var jobs: Int?

  @Option(
    help: .init("Processor threads over all jobs (default: the cores).", valueName: "n"),
    transform: Limit.whole(1...1024))
  var threads: Int?

  @Option(
    help: .newDirectory(
      "A directory for what is trained: adapters in PEFT's files, or models (default: none)."),
    completion: .directory)
  var export: String?

  @OptionGroup var output: OutputOptions

  @Option(
    help: .init(
      "Where unfinished first-order trials are kept (default: beside the database).",
      valueName: "directory"))
  var checkpoints: String?

  @Option(
    name: .customLong("checkpoint-every"),
    help: .init("Seconds between two checkpoints.", valueName: "seconds"),
    reading: Limit.number(0...1e9))
  var checkpointEvery = 60.0

  @OptionGroup var sharing: SharingOptions

  @Flag(name: .long, help: "Print what would run and what it needs, as 'plan', and run nothing.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "No progress, only problems.")
  var quiet = false

  func validate() throws {
    if let jobs, jobs < 1 || jobs > 1024 { throw ValidationError("--jobs must be 1 to 1024") }
  }

  func run() throws {
    let shard = try sharing.meant()
    if dryRun {
      return try StudyForecast(options: options, jobs: jobs ?? 1, shard: shard).show()
    }
    guard let team = try StepSharing.launched(division: sharing.divide) else {
      return try lead(shard)
    }
    defer { team.leave() }
    guard team.isFollower else {
      defer { try? team.call(nil) }
      if jobs ?? 1 > 1 {
        throw ValidationError("processes that share steps run one cell at a time")
      }
      return try lead(shard, of: team)
    }
    try RunFollower(
      sharing: team, threads: threads(beside: StepSharing.processesHere()),
      keeping: keeping(options.db(of: shard)),
      plan: { try options.plan(of: options.study(), complete: true, shard: shard) }
    ).follow()
  }

  /// Runs what is open; with a team, whose other processes follow.
  private func lead(_ shard: Shard?, of team: StepSharing? = nil) throws {
    let trap = SignalTrap()
    defer { trap.cancel() }
    let database = options.db(of: shard)
    let study = try options.study()
    let planned = try options.plan(of: study, complete: true, shard: shard)
    let threads = threads(beside: team.map { _ in StepSharing.processesHere() } ?? 1)
    try AddressLimit.reserve(threads: max(threads, jobs ?? 1))
    let machine = Machine.current(
      threads: threads, version: Version.recorded,
      compute: Set(planned.entries.map(\.cell.cell.run.compute)))
    let store = try ResultStore(path: database, mode: .readWrite, lease: sharing.lease)
    try store.record(StudyTitle(name: study.name, question: study.question))
    let work = GridWork(
      store: store, machine: machine, plan: planned, budget: options.memoryBudget?.bytes)
    let plan = try work.known()
    let exporter = self.exporter(for: study)
    let open = plan.open.entries
    if !open.isEmpty { try exporter?.check(open) }
    let exports = ExportCount()
    try AddressLimit.check(
      open.map(\.forecastBytes), jobs: team == nil ? parallelJobs(open, threads) : 1,
      threads: threads)
    announce(plan, shard)
    let progress = self.progress(of: plan.entries)
    let ending = try work.run(trap: trap, progress: progress) { open, interruption, observers in
      var runner = GridRunner(
        jobs: team == nil ? parallelJobs(open.entries, threads) : 1, threads: threads,
        memoryLimit: options.memoryBudget?.bytes, interruption: interruption,
        observers: observers + [exports],
        registry: team.map { .shared(work.registry, $0) } ?? work.registry)
      runner.keeping = keeping(database)
      runner.export = exporter
      runner.sharing = team
      try team?.call(open.entries.map(\.identity))
      return runner.run(open)
    }
    if team?.isBroken == true {
      Console.error("a process failed alone, so the steps could not be shared any longer")
    }
    let ofThisStudy = Set(plan.entries.map(\.identity))
    let stored = try quiet ? [] : store.results().filter { ofThisStudy.contains($0.identity) }
    try finish(plan, ending, stored, exports.count, database)
  }

  private func exporter(for study: Study) -> CellExport? {
    export.map {
      CellExport(
        OutputPlace($0).url, Version.origin(data: options.dataDirectory(of: study)),
        replaces: output.overwrite)
    }
  }

  private func keeping(_ database: String) -> Keeping {
    Keeping(
      interval: checkpointEvery,
      directory: URL(fileURLWithPath: checkpoints ?? database + ".checkpoints"))
  }

  /// Threads of this process where so many are on the machine.
  private func threads(beside processes: Int) -> Int {
    threads ?? max(jobs ?? 1, ProcessInfo.processInfo.activeProcessorCount / processes)
  }

  /// Small cells are quicker side by side, one thread each, than one after the other.
  private func parallelJobs(_ chosen: [PlanEntry], _ threads: Int) -> Int {
    if let jobs { return jobs }
    let largest = chosen.map(\.forecastBytes).max() ?? 0
    let room = Int(ProcessInfo.processInfo.physicalMemory / 2)
    return largest > 0 && largest <= room / max(threads, 1) ? threads : 1
  }

  private func announce(_ plan: StudyPlan, _ shard: Shard?) {
    let entries = plan.entries
    if let problems = plan.problems {
      Console.error(Console.printable("refused: \(problems)"))
    }
    for line in SkippedRun.lines(entries) { Console.error(Console.printable(line)) }
    if options.memoryBudget == nil,
      let warning = MemoryLimit.least.warning(forecasts: plan.open.entries.map(\.forecastBytes))
    {
      Console.error("warning: \(warning)")
    }
    guard !quiet else { return }
    let done = entries.count { $0.state == .done }
    let skipped = entries.count { if case .skipped = $0.state { true } else { false } }
    let others = [(done, "done"), (skipped, "skipped"), (plan.refused.runs, "refused")]
      .filter { $0.0 > 0 }
    let rest = others.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    let open = plan.open.entries.count
    let part = shard.map { "shard \($0): " } ?? ""
    let runs = entries.count + plan.refused.runs
    Console.error("\(part)\(open) of \(runs) runs to do" + (rest.isEmpty ? "" : " (\(rest))"))
  }

  private func progress(of plan: [PlanEntry]) -> any RunProgress {
    if quiet { return WarningObserver() }
    return Console.isInteractive ? BoardObserver(plan) : LineObserver(plan)
  }

  /// Cells that a table on a terminal shows one by one.
  private static let mostCells = 40

  /// What a person sees at the end: the table on a terminal, and where everything is.
  private func conclude(_ stored: [RunResult], _ exports: String?, _ database: String) {
    let set = ResultSet(stored)
    if Console.isInteractive, !stored.isEmpty, let reporter = Reporters.named(TextReporter.name) {
      let table: TableKind = set.cells.count > Self.mostCells ? .overview : .cells
      Console.error("\n" + reporter.render(set, table))
    }
    if let exports { Console.error(Console.printable(exports)) }
    guard !stored.isEmpty else { return }
    Console.error("results are in \(database); zobench report --db \(database)")
  }

  /// Where trained weights are, or why there are none; nil where none are wished.
  ///
  /// - Parameter count: runs whose weights this process wrote.
  private func exports(_ count: Int, of plan: StudyPlan, _ database: String) -> String? {
    guard let export else { return nil }
    guard count == 0 else { return "trained weights are in \(export)" }
    let done = plan.entries.count { $0.state == .done }
    guard plan.open.entries.isEmpty, done > 0 else { return "nothing was exported" }
    return "nothing was exported: \(done == 1 ? "the run is" : "the \(done) runs are") done; "
      + "'zobench replay CELL \(database) --out DIR' makes weights again from a step log"
  }

  private func finish(
    _ plan: StudyPlan, _ ending: GridWork.Ending, _ stored: [RunResult], _ exported: Int,
    _ database: String
  ) throws {
    if ending.isInterrupted {
      Console.error("interrupted; run the same command again to resume")
      throw RunExit.interrupted
    }
    let bad = ending.results.count { $0.outcome != .completed } + ending.unrun
    if let edges = EdgeNote(ResultSet(ending.results)).sentence {
      Console.error("warning: \(edges)")
    }
    if !quiet { conclude(stored, exports(exported, of: plan, database), database) }
    if !ending.held.isEmpty {
      let holders = Set(ending.held.map { "process \($0.process) on \($0.host)" }).sorted()
      Console.error(
        Console.printable(
          "\(ending.held.count) runs are at work elsewhere (\(holders.joined(separator: ", "))); "
            + "run the same command again when they have ended"))
      throw RunExit.interrupted
    }
    let refused = plan.refused
    if !refused.isEmpty {
      Console.error(
        "\(refused.count) cell\(refused.count == 1 ? "" : "s") could not be planned, as told at "
          + "the start; mend what is wrong and run the same command again for the rest")
    }
    if bad > 0 || !refused.isEmpty { throw RunExit.someFailed }
    let entries = plan.entries
    let skipped = entries.contains { if case .skipped = $0.state { true } else { false } }
    let anyDone = entries.contains { $0.state == .done }
    if skipped, ending.results.isEmpty, !anyDone { throw RunExit.overBudget }
  }
}
