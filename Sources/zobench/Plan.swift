import ArgumentParser
import Foundation
import Grids
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
      tokenizer the lengths of texts are estimated.

        zobench plan Grids/smoke.grid --calibrate --jobs 2

      Exit status: 0 printed; 64 usage; 65 a mistake in the grid; 66 a missing file; 76 a newer \
      version's database.
      """)

  @OptionGroup var options: GridOptions
  @Flag(help: "Run three steps of each kind of cell, and forecast wall time from them.")
  var calibrate = false

  @Option(
    name: .shortAndLong,
    help: .init("Runs at once, for the total of forecast times.", valueName: "n"))
  var jobs = 1

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if jobs < 1 || jobs > 1024 { throw ValidationError("--jobs must be 1 to 1024") }
  }

  func run() throws {
    var forecast = StudyForecast(options: options, jobs: jobs)
    forecast.isCalibrated = calibrate
    forecast.isJSON = json
    try forecast.show()
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

  func show() throws {
    let study = try options.study()
    let planner = options.planner(for: study, complete: isCalibrated)
    let plan = try planner.plan(options.cells(of: study)).checked()
    var entries = try known(plan).entries
    if isCalibrated {
      let times = TimeForecast(planner: planner, threads: 1).seconds(of: entries)
      for (index, seconds) in times.enumerated() { entries[index].seconds = seconds }
    }
    let table = PlanTable(entries, jobs: jobs, overhead: ResidentMeasurement.overhead())
    Console.out(isJSON ? table.json : table.text)
    for excluded in study.excluded where !isJSON {
      Console.out("excluded: \(excluded.cell.name): \(excluded.because)")
    }
  }

  /// The plan with what the database knows of it, if there is one.
  private func known(_ plan: StudyPlan) throws -> StudyPlan {
    let states =
      FileManager.default.fileExists(atPath: options.db)
      ? try ResultStore(path: options.db, mode: .readOnly).states(of: plan.entries.map(\.identity))
      : plan.entries.map { _ in .new }
    return plan.with(states: states, budget: options.memoryBudget?.bytes)
  }
}
