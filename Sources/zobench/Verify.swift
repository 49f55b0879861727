import ArgumentParser
import Foundation
import Grids
import Reports
import Storage
import Training
import Vocabulary

/// `zobench verify`: whether a result file can be trusted.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks a results database against rules; status 2 when one is broken.",
    discussion: """
      Selection on development data, unique seeds, scores that agree with the stored predictions, \
      finite losses, rows that agree with each other, forecasts equal to measurements, no build of \
      modified sources beside others, this program's training semantics, and with --grid, \
      completeness.

        zobench verify results.sqlite --grid Grids/full.grid

      Exit status: 0 every rule holds; 2 one is broken; 64 usage; 65 not a results database, or \
      a mistake in the grid; 66 a missing file, or --only matches nothing; 76 a newer version's.
      """)

  @OptionGroup var database: DatabaseOptions
  private var db: String { database.path }

  @Option(
    help: .init("The grid whose cells must all be there.", valueName: "file"), completion: .grids)
  var grid: String?

  @OptionGroup var options: CellOptions

  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard grid != nil || !options.isGiven else {
      throw ValidationError("options about cells are about those of a grid; name it with --grid")
    }
  }

  /// The cells that must be there: all that are meant, and fit.
  private func wanted(_ grid: String) throws -> [SeededCell] {
    let study = try options.study(at: grid)
    let cells = try options.cells(of: study, grid)
    guard let budget = options.memoryBudget else { return cells }
    let plan = options.planner(for: study, complete: false).plan(cells)
    let refused = plan.refused.flatMap { cell in cell.seeds.map { SeededCell(cell.cell, seed: $0) }
    }
    return plan.with(states: plan.entries.map { _ in .new }, budget: budget.bytes).open.entries
      .map(\.cell) + refused
  }

  func run() throws {
    let wanted = try grid.map(wanted)
    let store = try ResultStore(path: db, mode: .readOnly)
    let runs = try store.storedRuns().map { VerifiedRun($0.result, machine: $0.machine) }
    let verification = Verification(
      of: VerificationSubject(runs, wanted: wanted, contradictions: try store.contradictions()))
    Console.out(json ? verification.json : verification.text)
    if !verification.holds { throw RunExit.someFailed }
  }
}
