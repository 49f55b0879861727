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
      Tables: cells (a row each), study (optimizer × scheme), paper (tasks beside each other, \
      the best of each class, † better than --baseline), overview (means over tasks, models \
      and schemes), contrasts (the verdict on every optimizer: better, equal, worse or \
      undecided), versus (the same, with the blocks that tell two apart), budgets and curves \
      (gains at smaller budgets), endpoints (loss gap closed, speed-up, how hard a rate is to \
      find), failures, cost (passes, bytes and time beside the baseline), tuning (where searches \
      ended), memory (bytes by account, time), ranks (mean ranks, critical difference), profile \
      (performance profiles), ablation (cells that differ in a setting), drift (how far weights \
      went), sources (where optimizers come from, and what they were compared with). Rankings \
      and verdicts leave out unconfirmed optimizers and have them in a table below. A winner is \
      marked only where a paired test on the same examples says so at 5 %, corrected for all \
      pairs. 'sql' prints the query behind a table.

        zobench report --table study --format markdown
        zobench report --table versus --only 'scheme=ft'

      Exit status: 0 printed; 64 usage; 65 not a results database; 66 no database, or --only matches \
      nothing; 73 cannot write; 74 it cannot be read; 76 a newer version's.
      """)

  @OptionGroup var database: DatabaseOptions
  private var db: String { database.path }

  @Option(
    help: "One of: \(Report.formats) (default: as --out ends, html with --open, else text).",
    completion: .formats)
  var format: String?

  @Option(help: "One of: \(Report.tables).", completion: .tables)
  var table = "cells"

  @Option(
    help: .init(
      "'published': results beside the numbers of papers, where they are comparable.",
      valueName: "source"))
  var against: String?

  @Option(
    help: .init(
      "Report only matching cells, for example 'optimizer=zo-*,task=mini-sst2|mini-copa'.",
      valueName: "filter"))
  var only = ""

  @Option(
    help: .init(
      "The optimizer that versus and cost compare with (default: zo-sgd).", valueName: "optimizer"))
  var baseline: String?

  @Option(
    help: .init(
      "What verdicts are on: the test score, or the share of the test loss between zero-shot and "
        + "fo-adam that is closed.", valueName: "endpoint"))
  var endpoint = Endpoint.score

  @Option(
    help: .init(
      "Methods count as equal within so many points (default: 1 of the score, 5 of the gap).",
      valueName: "points"),
    transform: Limit.number(0.01...100))
  var margin: Double?

  @Option(
    help: .init(
      "What verdicts are over: blocks, or seeds within these (default: blocks if there are ten).",
      valueName: "unit"))
  var over: VerdictUnit?

  @Flag(help: "Rank optimizers that were not compared with their source, too.")
  var rankUnconfirmed = false

  @Option(
    help: .newDirectory("A directory for the figures, as SVG and, with rsvg-convert, PNG."),
    completion: .directory)
  var figures: String?

  @Option(
    help: .newFile("The file to write, for example page.html (default: stdout)."))
  var out: String?

  @OptionGroup var output: OutputOptions

  @Flag(help: "Open the report, a page of HTML unless --format says else.") var open = false

  @Flag(help: "Print JSON; the same as --format json.") var json = false

  func validate() throws {
    guard against == nil || against == "published" else {
      throw ValidationError("--against takes 'published'; 'zobench compare' takes two databases")
    }
  }

  func run() throws {
    guard let kind = TableKind(rawValue: table) else {
      let hint = nearestName(to: table, among: TableKind.allCases.map(\.rawValue))
      throw ValidationError(
        "there is no table '\(table)'; "
          + (hint.map { "did you mean '\($0)'?" } ?? "one of: \(Self.tables)"))
    }
    let format = json ? JSONReporter.name : format ?? ReportFile.format(of: out, opens: open)
    if format == "sql" { return Console.out(try Self.query(of: kind)) }
    guard let reporter = Reporters.named(format) else {
      let hint = nearestName(to: format, among: Reporters.all.map { $0.name })
      throw ValidationError(
        "there is no format '\(format)'; "
          + (hint.map { "did you mean '\($0)'?" } ?? "one of: \(Self.formats)"))
    }
    if reporter is HTMLReporter, Console.showsScreen, out == nil, !open {
      throw ValidationError(
        "a page of HTML is for a file: zobench report --format html --out page.html")
    }
    try write(text(results(), kind, reporter), format)
    if let figures {
      let files = FigureFiles(directory: figures)
      Console.error(try files.write(FigureSet(try results()).figures, output))
    }
  }

  /// To stdout or a file, and with it to a viewer.
  private func write(_ text: String, _ format: String) throws {
    guard let out else {
      guard open else { return Console.out(text) }
      return try ReportFile.show(text, format)
    }
    try output.write(text, to: out)
    Console.error("the report is in \(out)")
    if open { try ReportFile.view(out) }
  }

  /// - Throws: `InputProblem` when nothing matches `--only`, or no run is the baseline's.
  private func results() throws -> ResultSet {
    var set = try ResultSet(reading: db, only: CellFilter(only))
    if set.members.isEmpty, !only.isEmpty, let all = try? ResultSet(reading: db),
      !all.members.isEmpty
    {
      let names = Axis.allCases.map {
        "\($0.rawValue): " + all.names(on: $0).joined(separator: ", ")
      }
      throw InputProblem(
        .missing, at: db,
        "no stored run matches --only '\(only)'; there are\n  " + names.joined(separator: "\n  "))
    }
    set.ranksUnconfirmed = rankUnconfirmed
    (set.endpoint, set.margin, set.unit) = (endpoint, margin, over)
    guard let baseline else { return set }
    let names = set.baselines
    guard names.contains(baseline) else {
      let hint = nearestName(to: baseline, among: names).map { "did you mean '\($0)'?" }
      throw InputProblem(
        at: db,
        "has no optimizer '\(baseline)' for --baseline; "
          + (hint ?? "there are: " + names.joined(separator: ", ")))
    }
    set.baseline = baseline
    return set
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

extension VerdictUnit: ExpressibleByArgument {}
extension Endpoint: ExpressibleByArgument {}

extension ResultSet {
  /// What a database holds, or the part that a filter admits, with the machines.
  init(reading path: String, only filter: CellFilter? = nil) throws {
    let store = try ResultStore(path: path, mode: .readOnly)
    let runs = try store.storedRuns().filter { filter?.admits($0.result.cell) ?? true }
    let machines = Set(runs.compactMap(\.machine)).sorted { canonicalJSON($0) < canonicalJSON($1) }
    self.init(runs.map(\.result), machines: machines)
    provenance = OptimizerListing.provenance
    tangents = OptimizerListing.tangents
    studies = try store.studies()
    source = CellOptions.absolute(path)
    for run in runs { places[run.result.identity] = run.machine }
  }
}

/// The files of reports: what their names ask for, and who shows them.
enum ReportFile {
  /// The format that a file's name asks for; text for names that ask for none.
  static func format(of path: String?, opens: Bool) -> String {
    let endings = ["htm": "html", "md": "markdown", "tex": "latex", "txt": "text"]
    let ending = ((path ?? "") as NSString).pathExtension.lowercased()
    let name = endings[ending] ?? ending
    if Reporters.named(name) != nil { return name }
    return opens ? HTMLReporter.name : TextReporter.name
  }

  /// Shows a report that is only looked at, from a file of its own among temporary ones.
  static func show(_ text: String, _ format: String) throws {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "zobench-report-\(UUID().uuidString).\(format)")
    try OutputPlace(file.path).put(Data(text.utf8))
    Console.error("the report is in \(file.path)")
    try view(file.path)
  }

  /// Hands a file, or the address of a page, to the desktop.
  static func view(_ path: String) throws {
    #if os(macOS)
      let opener = "open"
    #else
      let opener = "xdg-open"
    #endif
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [opener, path]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { throw unopened(path, opener) }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw unopened(path, opener) }
  }

  private static func unopened(_ path: String, _ opener: String) -> InputProblem {
    InputProblem(
      .uncreatable, at: path, "is written, but '\(opener)' did not open it; open it yourself")
  }
}
