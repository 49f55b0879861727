import ArgumentParser
import Experiments
import Foundation
import Reports
import Storage

/// `zobench report`: reads a results database.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints accuracy, time, forward passes and peak bytes by optimizer.")

  @Option(help: "The results database.")
  var db = "results.sqlite"

  @Option(help: "One of: \(Reporters.all.map { $0.name }.joined(separator: ", ")).")
  var format = "text"

  func run() throws {
    guard let reporter = Reporters.named(format) else {
      let names = Reporters.all.map { $0.name }.joined(separator: ", ")
      throw ValidationError("there is no format '\(format)'; one of: \(names)")
    }
    let store = try ResultStore(path: db, mode: .readOnly)
    Console.out(reporter.render(ResultSet(try store.results())))
  }
}
