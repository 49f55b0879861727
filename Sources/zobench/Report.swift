import ArgumentParser
import Foundation
import Grids
import Laboratory
import Reports
import Storage
import Training
import Vocabulary

/// `zobench report`: reads a results database.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints accuracy, time, forward passes and peak bytes by optimizer.",
    discussion: """
      Tables: cells (a row each), study (optimizer × scheme), overview (means over tasks, models \
      and schemes), versus (every optimizer against a baseline), cost (passes, bytes and time \
      beside it), tuning (where searches ended), memory (bytes by account, time), ranks (mean \
      ranks, critical difference), profile (performance profiles), ablation (cells that differ in \
      a setting), sources (where optimizers come from, and what they were compared with). Rankings \
      leave out unconfirmed optimizers and have them in a table below. A winner is marked only \
      where a paired test on the same examples says so at 5 %, corrected for all pairs. 'sql' \
      prints the query behind a table.

        zobench report --table study --format markdown
        zobench report --table versus --only 'scheme=ft'

      Exit status: 0 printed; 65 not a results database; 66 no database; 74 it cannot be read; \
      76 a newer version's.
      """)

  @Option(help: "The results database.", completion: .databases)
  var db = "results.sqlite"

  @Option(help: "One of: \(Report.formats).", completion: .formats)
  var format = "text"

  @Option(help: "One of: \(Report.tables).", completion: .tables)
  var table = "cells"

  @Option(help: "'published': results beside the numbers of papers, where they are comparable.")
  var against: String?

  @Option(help: "Reports a part, as run's: 'optimizer=zo-*,task=mini-sst2|mini-copa'.")
  var only = ""

  @Option(help: "The optimizer that versus and cost compare with.")
  var baseline = "zo-sgd"

  @Flag(help: "Rank optimizers that were not compared with their source, too.")
  var rankUnconfirmed = false

  @Option(help: "A directory for the figures, as SVG and, with rsvg-convert, PNG.")
  var figures: String?

  @Flag(help: "Print JSON; the same as --format json.") var json = false

  func validate() throws {
    guard against == nil || against == "published" else {
      throw ValidationError("--against takes 'published'; 'zobench compare' takes two databases")
    }
  }

  func run() throws {
    guard let kind = TableKind(rawValue: table) else {
      throw ValidationError("there is no table '\(table)'; one of: \(Self.tables)")
    }
    if format == "sql" { return Console.out(try Self.query(of: kind)) }
    guard let reporter = Reporters.named(json ? JSONReporter.name : format) else {
      throw ValidationError("there is no format '\(format)'; one of: \(Self.formats)")
    }
    var set = try ResultSet(reading: db, only: CellFilter(only))
    set.baseline = baseline
    set.ranksUnconfirmed = rankUnconfirmed
    Console.out(try text(set, kind, reporter))
    if let figures {
      let files = FigureFiles(directory: URL(fileURLWithPath: figures))
      Console.error(try files.write(FigureSet(set).figures))
    }
  }

  private static func query(of table: TableKind) throws -> String {
    if let query = ReportQuery.text(for: table.rawValue) { return query }
    throw ValidationError(
      "no single query makes the table '\(table.rawValue)'; --format sql takes --table "
        + ReportQuery.tables.joined(separator: ", "))
  }

  private func text(
    _ set: ResultSet, _ kind: TableKind, _ reporter: any Reporter
  ) throws -> String {
    guard against != nil else { return reporter.render(set, kind) }
    return reporter.render(PublishedTables(set, try PublishedNumbers()).tables)
  }

  private static let formats =
    (Reporters.all.map { $0.name } + ["sql"]).joined(separator: ", ")
  private static let tables = TableKind.allCases.map(\.rawValue).joined(separator: ", ")
}

extension ResultSet {
  /// What a database holds, or the part that a filter admits, with the machines.
  init(reading path: String, only filter: CellFilter? = nil) throws {
    let runs = try ResultStore(path: path, mode: .readOnly).storedRuns().filter { run in
      filter?.admits(run.result.cell) ?? true
    }
    let machines = Set(runs.compactMap(\.machine)).sorted { canonicalJSON($0) < canonicalJSON($1) }
    self.init(runs.map(\.result), machines: machines)
    provenance = OptimizerListing.provenance
  }
}
