import ArgumentParser
import Clusters
import Foundation
import Grids
import Laboratory
import Reports
import Storage
import Training
import Vocabulary

/// `zobench plan`: what would run, what it needs, and what is done.
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the cells of a grid with state and forecast, and runs nothing.",
    discussion: """
      Forecasts need no weights: a model directory with a config.json is enough. Without a \
      tokenizer the lengths of texts are estimated. Below the cells stands the smallest \
      difference to zo-sgd that the study's verdict finds in four of five cases, from its blocks, \
      seeds and test examples; --power prints nothing else.

        zobench plan Grids/smoke.grid --calibrate --jobs 2
        zobench plan Grids/study2.grid --power --spread pilot.sqlite

      Exit status: 0 printed; 64 usage; 65 a mistake in the grid; 66 a missing file, or --only \
      matches nothing; 76 a newer version's database. Cells that cannot be planned are \
      listed beside the others, with 65 or 66.
      """)

  @OptionGroup var options: GridOptions
  @Flag(help: "Run three steps of each kind of cell, and forecast wall time from them.")
  var calibrate = false

  @Option(
    name: .shortAndLong,
    help: .init(
      "Runs at once, for the total of the times of --calibrate (default: 1).", valueName: "n"))
  var jobs: Int?

  @Flag(help: "Print only what differences the study can find.") var power = false

  @Option(
    help: .init(
      "A database in which the deviations between blocks and seeds are measured (default: "
        + "declared ones).", valueName: "db"))
  var spread: String?

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs must be 1 to 1024")
    }
    if power, calibrate {
      throw ValidationError("--power prints no times: leave out --calibrate, or --power")
    }
    if jobs != nil, !calibrate {
      throw ValidationError("--jobs divides the times of --calibrate: give both, or neither")
    }
  }

  func run() throws {
    var forecast = StudyForecast(options: options, jobs: jobs ?? 1)
    forecast.isCalibrated = calibrate
    forecast.isJSON = json
    forecast.spread = spread
    try power ? forecast.showPower() : forecast.show()
  }
}

/// What `plan`, and `run --dry-run`, print of a grid.
struct StudyForecast {
  let options: GridOptions
  /// Runs at once, for the total of forecast times.
  let jobs: Int
  /// Whether three steps of each kind of cell are run, and times forecast from them.
  var isCalibrated = false
  var isJSON = false
  /// The only part of the cells that is meant; nil for all.
  var shard: Shard?
  /// A database in which deviations are measured; nil for the declared ones.
  var spread: String?

  /// Prints what differences the study can find.
  func showPower() throws {
    let study = try options.study()
    let power = try power(of: options.plan(of: study, complete: false).entries)
    Console.out(isJSON ? power.json : power.text)
  }

  private func power(of entries: [PlanEntry]) throws -> StudyPower {
    let provenance = OptimizerListing.provenance
    return StudyPower(entries, spread: try deviations()) {
      provenance[$0]?.isConfirmed ?? true
    }
  }

  /// - Throws: `InputProblem` for a database that shows no deviation.
  private func deviations() throws -> Spread {
    guard let spread else { return .declared }
    guard let found = Spread(measuredIn: try ResultSet(reading: spread), named: spread) else {
      throw InputProblem(
        at: spread,
        "has no optimizer beside zo-sgd at two seeds in two blocks, so that nothing can be measured"
      )
    }
    return found
  }

  func show() throws {
    let study = try options.study()
    // Shards are divided by the lengths that a run knows.
    let plan = try options.plan(of: study, complete: isCalibrated || shard != nil, shard: shard)
    var entries = try known(plan).entries
    if isCalibrated {
      let planner = options.planner(for: study, complete: true)
      let times = TimeForecast(planner: planner, threads: 1).seconds(of: entries)
      for (index, seconds) in times.enumerated() { entries[index].seconds = seconds }
    }
    var table = PlanTable(
      entries, refused: plan.refused, jobs: jobs, overhead: ResidentMeasurement.overhead(),
      width: Console.outputColumns)
    table.excluded = ExclusionList(study.excluded.map { ($0.cell, $0.because) })
    Console.out(isJSON ? table.json : table.text)
    // What a study finds, a part of it does not tell.
    let power = try isJSON || shard != nil ? nil : power(of: entries)
    if let power, !power.families.isEmpty { Console.out(power.text) }
    if let problems = plan.problems { throw problems }
  }

  /// The plan with what the database knows of it, if there is one.
  private func known(_ plan: StudyPlan) throws -> StudyPlan {
    let database = options.db(of: shard)
    let states =
      FileManager.default.fileExists(atPath: database)
      ? try ResultStore(path: database, mode: .readOnly).states(of: plan.entries.map(\.identity))
      : plan.entries.map { _ in .new }
    return plan.with(states: states, budget: options.memoryBudget?.bytes)
  }
}
