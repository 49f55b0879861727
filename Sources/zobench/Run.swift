import ArgumentParser
import Foundation
import Grids
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
      Ctrl-C ends cleanly with status 75, a second one at once.

        zobench run Grids/smoke.grid --db smoke.sqlite

      Exit status: 0 all is done; 2 some cells failed, diverged or ran out of memory; 3 nothing \
      fits the memory budget; 64 usage; 65 a mistake in the grid or its data; 66 a missing \
      file; 73, 74 cannot write; 75 interrupted, run again to go on; 76 a newer version's \
      database.
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
    help: .init(
      "A directory for what is trained: adapters in PEFT's files, or models (default: none).",
      valueName: "directory"))
  var export: String?

  @Option(
    help: .init(
      "Where unfinished first-order trials are kept (default: beside the database).",
      valueName: "directory"))
  var checkpoints: String?

  @Option(
    name: .customLong("checkpoint-every"),
    help: .init("Seconds between two checkpoints.", valueName: "seconds"),
    transform: Limit.number(0...1e9))
  var checkpointEvery = 60.0

  @Flag(name: .long, help: "Print what would run and what it needs, as 'plan', and run nothing.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "No progress, only problems.")
  var quiet = false

  func validate() throws {
    if let jobs, jobs < 1 || jobs > 1024 { throw ValidationError("--jobs must be 1 to 1024") }
  }

  func run() throws {
    if dryRun { return try StudyForecast(options: options, jobs: jobs ?? 1).show() }
    let study = try options.study()
    let cells = try options.cells(of: study)
    let threads = threads ?? max(jobs ?? 1, ProcessInfo.processInfo.activeProcessorCount)
    let machine = Machine.current(
      threads: threads, version: Version.recorded, compute: Set(cells.map(\.cell.run.compute)))
    if let warning = machine.blasWarning { Console.error("warning: \(warning)") }
    let store = try ResultStore(path: options.db, mode: .readWrite)
    let planned = try options.planner(for: study, complete: true).plan(cells).checked()
    let plan = planned.with(
      states: try store.states(of: planned.entries.map(\.identity)),
      budget: options.memoryBudget?.bytes)
    announce(plan)
    let ending = try run(plan.open, store, machine, threads)
    try finish(plan.entries, ending)
  }

  /// Small cells are quicker side by side, one thread each, than one after the other.
  private func parallelJobs(_ chosen: [PlanEntry], _ threads: Int) -> Int {
    if let jobs { return jobs }
    let largest = chosen.map(\.forecastBytes).max() ?? 0
    let room = Int(ProcessInfo.processInfo.physicalMemory / 2)
    return largest > 0 && largest <= room / max(threads, 1) ? threads : 1
  }

  private func announce(_ plan: StudyPlan) {
    let entries = plan.entries
    for entry in entries {
      guard case .skipped(let reason) = entry.state else { continue }
      Console.error(Console.printable("skipped: \(entry.cell.cell.name): \(reason)"))
    }
    guard !quiet else { return }
    let done = entries.count { $0.state == .done }
    let skipped = entries.count { if case .skipped = $0.state { true } else { false } }
    let others = [(done, "done"), (skipped, "skipped")].filter { $0.0 > 0 }
    let rest = others.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    let open = plan.open.entries.count
    Console.error(
      "\(open) of \(entries.count) runs to do" + (rest.isEmpty ? "" : " (\(rest))"))
  }

  private func progress(of open: [PlanEntry]) -> any RunProgress {
    if quiet { return WarningObserver() }
    return Console.isInteractive ? BoardObserver(open) : LineObserver(runs: open.count)
  }

  private func run(
    _ plan: StudyPlan, _ store: ResultStore, _ machine: Machine, _ threads: Int
  ) throws -> Ending {
    let interruption = Interruption()
    let progress = progress(of: plan.entries)
    let trap = SignalTrap(interruption) { progress.tell($0) }
    defer { trap.cancel() }
    let storing = StorageObserver(store, machine: machine)
    var runner = GridRunner(
      jobs: parallelJobs(plan.entries, threads), threads: threads,
      memoryLimit: options.memoryBudget?.bytes, interruption: interruption,
      observers: [storing, progress],
      book: .init(
        claim: { try store.claim($0, $1, machine: machine) },
        finishedTrials: { try store.finishedTrials(of: $0) },
        progress: { try store.progress(of: $0) }))
    runner.keeping = Keeping(
      interval: checkpointEvery,
      directory: URL(fileURLWithPath: checkpoints ?? options.db + ".checkpoints"))
    runner.export = export.map { CellExport(URL(fileURLWithPath: $0), Version.origin) }
    let results = runner.run(plan)
    progress.close()
    if let failure = storing.failure { throw failure }
    return Ending(results: results, isInterrupted: interruption.isRequested)
  }

  /// How a run of the grid ended.
  private struct Ending {
    var results: [RunResult?]
    var isInterrupted: Bool
  }

  /// What a person sees at the end: the table on a terminal, and where everything is.
  private func conclude(_ ending: Ending) {
    if Console.isInteractive, let reporter = Reporters.named(TextReporter.name) {
      let results = ending.results.compactMap(\.self)
      if !results.isEmpty { Console.error("\n" + reporter.render(ResultSet(results), .cells)) }
    }
    if let export { Console.error("trained weights are in \(export)") }
    Console.error("results are in \(options.db); zobench report --db \(options.db)")
  }

  private func finish(_ entries: [PlanEntry], _ ending: Ending) throws {
    if ending.isInterrupted {
      Console.error("interrupted; run the same command again to resume")
      throw RunExit.interrupted
    }
    let outcomes = ending.results.map { $0?.outcome }
    let bad = outcomes.count { $0 != .completed }
    if !quiet { conclude(ending) }
    if bad > 0 { throw RunExit.someFailed }
    let skipped = entries.contains { if case .skipped = $0.state { true } else { false } }
    let anyDone = entries.contains { $0.state == .done }
    if skipped, outcomes.isEmpty, !anyDone { throw RunExit.overBudget }
  }
}
