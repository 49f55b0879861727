import ArgumentParser
import Clusters
import Foundation
import Grids
import Reports
import Storage
import Training
import Vocabulary

/// `zobench status`: the active runs of a database.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what is running, what has ended, and with --grid what is open.",
    discussion: """
      Reads the database only, from any terminal. Running trials store where they stand about \
      every two seconds. A run that is 'left' was claimed by a process that has ended or did not \
      renew its claim: the next 'run' goes on with it. The time left is estimated from \
      the grid's measured runs: of the same kind, else of any kind by their FLOPs.

        zobench status --grid Grids/full.grid --watch 5
        zobench status results.sqlite --release node17
        zobench status study    # what 'submit --dir study' handed over, shard by shard

      Exit status: 0 read; 64 usage; 65 not a results database, or a mistake in the grid; 66 no \
      database or grid, or --only matches nothing; 76 a newer version's.
      """)

  @OptionGroup var database: DatabaseOptions
  private var db: String { database.path }

  @Option(
    help: .init("The grid that is run, for what is open and the time left.", valueName: "file"),
    completion: .grids)
  var grid: String?

  @OptionGroup var options: CellOptions

  @Option(
    help: .init("Refresh every N seconds until all runs have ended.", valueName: "seconds"),
    transform: Limit.number(0.1...86_400))
  var watch: Double?

  @Option(help: "Give back the claims of a host that is gone, so that others go on with its runs.")
  var release: String?

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard grid != nil || !options.isGiven else {
      throw ValidationError("options about cells are about those of a grid; name it with --grid")
    }
  }

  func run() throws {
    if StudyDirectory.isOne(db) {
      try showStudy()
      return
    }
    if let release {
      // A file that is not there is not made.
      _ = try ResultStore(path: db, mode: .readOnly)
      let count = try ResultStore(path: db, mode: .readWrite).release(host: release)
      Console.error("released \(count) claims of \(Console.printable(release))")
    }
    let plan = try grid.map(plan)
    // Between two runs there is a moment in which no process holds a claim.
    var idle = 0
    repeat {
      let status = try status(plan)
      if watch != nil, Console.showsScreen, !json { Console.out("\u{1B}[H\u{1B}[2J", end: "") }
      Console.out(json ? status.json : Console.printable(StatusText(status).text))
      guard let watch else { return }
      idle = status.isAtWork ? 0 : idle + 1
      if idle < 2 { Thread.sleep(forTimeInterval: watch) }
    } while idle < 2
  }

  /// The shards of a submitted study, until they are done where `--watch` is given.
  private func showStudy() throws {
    var isOpen = true
    while isOpen {
      let overview = try StudyOverview(Submission.read(db))
      if watch != nil, Console.showsScreen, !json { Console.out("\u{1B}[H\u{1B}[2J", end: "") }
      Console.out(json ? overview.json : Console.printable(OverviewText(overview: overview).text))
      isOpen = watch != nil && !overview.shards.allSatisfy(\.isDone)
      if isOpen, let watch { Thread.sleep(forTimeInterval: watch) }
    }
  }

  /// The grid's runs without their states, which change while one looks.
  private func plan(_ grid: String) throws -> StudyPlan {
    let study = try options.study(at: grid)
    return try options.planner(for: study, complete: false)
      .plan(options.cells(of: study, grid)).usable()
  }

  private func status(_ plan: StudyPlan?) throws -> StudyStatus {
    let store = try ResultStore(path: db, mode: .readOnly)
    let known = try plan.map { plan in
      plan.with(
        states: try store.states(of: plan.entries.map(\.identity)),
        budget: options.memoryBudget?.bytes)
    }
    return StudyStatus(
      of: db, try store.activity(), try store.results(), entries: known?.entries,
      refused: plan?.refused ?? [])
  }
}
