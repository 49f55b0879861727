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
      forecasts equal to measurements, no build of modified sources beside others, this program's \
      training semantics, and with --grid, completeness.

        zobench verify results.sqlite --grid Grids/full.grid

      Exit status: 0 every rule holds; 2 one is broken; 65 not a results database, or a mistake \
      in the grid; 66 a missing file; 76 a newer version's.
      """)

  @OptionGroup var database: DatabaseOptions
  private var db: String { database.path }

  @Option(
    help: .init("The grid whose cells must all be there.", valueName: "file"), completion: .grids)
  var grid: String?

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let wanted = try grid.map { path in
      let url = URL(fileURLWithPath: (path as NSString).expandingTildeInPath)
      return try GridFile.read(url, vocabulary: .catalogues).seededCells
    }
    let store = try ResultStore(path: db, mode: .readOnly)
    let runs = try store.storedRuns().map { VerifiedRun($0.result, machine: $0.machine) }
    let verification = Verification(of: VerificationSubject(runs, wanted: wanted))
    Console.out(json ? verification.json : verification.text)
    if !verification.holds { throw RunExit.someFailed }
  }
}
