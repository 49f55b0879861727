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
      pairs. 'sql' prints the query behind a table. An option that changes nothing in what is \
      asked for is refused.

        zobench report --table study --format markdown
        zobench report --table versus --only 'scheme=ft'

      Exit status: 0 printed; 64 usage; 65 not a results database; 66 no database, or --only \
      matches nothing; 73 cannot write; 74 it cannot be read; 76 a newer version's.
      """)

  @OptionGroup var database: DatabaseOptions
  private var db: String { database.path }

  @Option(
    help: "One of: \(Report.formats) (default: as --out ends, html with --open, else text).",
    completion: .formats)
  var format: String?

  @Option(help: "One of: \(Report.tables) (default: cells).", completion: .tables)
  var table: String?

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
      "The optimizer to compare with (default: zo-sgd). For \(Report.tables(of: .baseline)).",
      valueName: "optimizer"))
  var baseline: String?

  @Option(
    help: .init(
      "What verdicts are on: the test score, or the share of the test loss between zero-shot and "
        + "fo-adam that is closed (default: score). For \(Report.tables(of: .endpoint)).",
      valueName: "endpoint"))
  var endpoint: Endpoint?

  @Option(
    parsing: .unconditional,
    help: .init(
      "Methods count as equal within so many points (default: 1 of the score, 5 of the gap). For "
        + "\(Report.tables(of: .margin)).", valueName: "points"),
    transform: Limit.number(0.01...100))
  var margin: Double?

  @Option(
    help: .init(
      "What verdicts are over: blocks, or seeds within these (default: blocks if there are ten). "
        + "For \(Report.tables(of: .over)).", valueName: "unit"))
  var over: VerdictUnit?

  @Flag(
    help: .init(
      "Rank optimizers that were not compared with their source, too. For "
        + "\(Report.tables(of: .rankUnconfirmed))."))
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
    if against != nil, table != nil {
      throw ValidationError("--against is a table of its own: leave out --table, or --against")
    }
    if json, let format, format != JSONReporter.name {
      throw ValidationError("--json and --format \(format) are two formats: give one")
    }
  }

  func run() throws {
    let kind = try Self.kind(table ?? TableKind.cells.rawValue)
    let format = try ReportFile.format(
      json ? JSONReporter.name : format, of: out, opens: open)
    try refuseUnread(by: kind, format)
    guard let reporter = Reporters.named(format) else {
      return try write(Self.query(of: kind), format)
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
    (set.endpoint, set.margin, set.unit) = (endpoint ?? .score, margin, over)
    guard let baseline else { return set }
    let names = set.baselines
    guard names.contains(baseline) else {
      throw InputProblem(
        at: db,
        "has no optimizer '\(baseline)' for --baseline; "
          + (didYouMean(baseline, among: names) ?? "there are: " + names.joined(separator: ", ")))
    }
    set.baseline = baseline
    return set
  }

  /// - Throws: a usage error with the nearest name.
  private static func kind(_ name: String) throws(ValidationError) -> TableKind {
    if let kind = TableKind(rawValue: name) { return kind }
    let names = TableKind.allCases.map(\.rawValue)
    throw ValidationError(
      "there is no table '\(name)'; " + (didYouMean(name, among: names) ?? "one of: \(tables)"))
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

  private static let formats = ReportFile.formats.joined(separator: ", ")
  private static let tables = TableKind.allCases.map(\.rawValue).joined(separator: ", ")
}

extension Report {
  /// - Throws: a usage error for an option that changes nothing in what is asked for.
  private func refuseUnread(by table: TableKind, _ format: String) throws(ValidationError) {
    let given = TableOption.allCases.filter(isGiven)
    if format == "sql" {
      let others = [
        ("against", against != nil), ("only", !only.isEmpty), ("figures", figures != nil),
      ].filter(\.1).map(\.0)
      guard let name = (others + given.map(\.rawValue)).first else { return }
      throw ValidationError("--format sql prints a table's query, in which --\(name) is nothing")
    }
    let isPage = format == HTMLReporter.name && table == .cells && against == nil
    let unread = given.first { option in
      let isRead = against == nil && option.tables.contains(table)
      return !isRead && !isPage && !(option.isOfFigures && figures != nil)
    }
    guard let unread else { return }
    let asked = against.map { "--against \($0)" } ?? "the table '\(table.rawValue)'"
    throw ValidationError(
      "--\(unread.rawValue) changes nothing in \(asked); it is for --table "
        + Self.tables(of: unread) + ", for --format html without --table"
        + (unread.isOfFigures ? " and for --figures" : ""))
  }

  private func isGiven(_ option: TableOption) -> Bool {
    switch option {
    case .baseline: baseline != nil
    case .endpoint: endpoint != nil
    case .margin: margin != nil
    case .over: over != nil
    case .rankUnconfirmed: rankUnconfirmed
    }
  }

  private static func tables(of option: TableOption) -> String {
    option.tables.map(\.rawValue).joined(separator: ", ")
  }
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
