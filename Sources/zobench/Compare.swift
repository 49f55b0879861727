import ArgumentParser
import Foundation
import Reports
import Vocabulary

/// `zobench compare`: two result files, cell by cell.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares the cells of two results databases, with paired tests.",
    discussion: """
      Cells match when their grids define them alike. Predictions are compared example \
      by example at the seeds that both have; where data or model differ, it says so.

        zobench compare mine.sqlite theirs.sqlite --format markdown

      Exit status: 0 printed; 64 usage; 65 not a results database; 66 no database; 74 it cannot be \
      read; 76 a newer version's.
      """)

  @Argument(help: "A results database.", completion: .databases) var first: String
  @Argument(help: "Another one.", completion: .databases) var second: String

  @Option(help: "One of: \(Reporters.all.map { $0.name }.joined(separator: ", ")).")
  var format = "text"

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let name = json ? JSONReporter.name : format
    guard let reporter = Reporters.named(name) else {
      let names = Reporters.all.map { $0.name }.joined(separator: ", ")
      throw ValidationError("there is no format '\(name)'; one of: \(names)")
    }
    let sets = try [first, second].map { try ResultSet(reading: $0) }
    let names = [first, second].map { URL(fileURLWithPath: $0).lastPathComponent }
    let page = ComparisonPage(sets[0], sets[1], names: (names[0], names[1]))
    Console.out(reporter.render(page.tables))
  }
}
