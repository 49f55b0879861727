import ArgumentParser
import Foundation
import Grids
import Vocabulary

/// `zobench import-sweep`: wandb sweeps as grids, and what is wrong with them.
struct ImportSweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turns wandb sweeps (as ZO-LLM's) into grids and says what is wrong with them.",
    discussion: """
      Findings go to stderr with file, line and column: an 'error' is a sweep that does not do \
      what it says, a 'warning' something that a fair study would not do, a 'note' what became of \
      a flag.

        zobench import-sweep sweeps/SST2_opt-1.3b/zo_sgd/zo_sgd_ft.yml
        zobench import-sweep sweeps --out Grids/imported

      Exit status: 0 written; 64 usage; 65 a sweep that cannot be read, or (the grids are written) \
      one with an 'error'; 66 a missing file; 73, 74 cannot write.
      """)

  @Argument(help: "A sweep, or a folder with sweeps (*.yml, *.yaml) at any depth.")
  var path: String

  @Option(
    help: .newDirectory("Folder for the grids (default: one sweep's grid goes to stdout)."),
    completion: .directory)
  var out: String?

  @OptionGroup var place: OutputOptions

  @Flag(help: "Print findings and grids as JSON, and write no file.") var json = false

  func run() throws {
    let files = try sweeps()
    var imports: [SweepImport] = []
    var broken: [GridProblems] = []
    for file in files {
      do throws(GridProblems) {
        imports.append(try SweepImport(file))
      } catch {
        broken.append(error)
      }
    }
    if json {
      Console.out(try SweepJSON(imports, broken).text)
    } else {
      try show(imports, broken)
    }
    if let first = broken.first, imports.isEmpty || files.count == 1 { throw first }
    let hasErrors = imports.contains { $0.findings.contains { $0.severity == .error } }
    if !broken.isEmpty || hasErrors { throw ExitCode(65) }
  }

  private func sweeps() throws -> [URL] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw InputProblem(.missing, at: path, "there is no such file or folder")
    }
    let url = URL(fileURLWithPath: path)
    guard isFolder.boolValue else { return [url] }
    let files = try FolderFiles.below(path, endings: ["yml", "yaml"])
    guard !files.isEmpty else {
      throw InputProblem(.missing, at: path, "holds no sweeps (*.yml, *.yaml)")
    }
    return files
  }

  private func show(_ imports: [SweepImport], _ broken: [GridProblems]) throws {
    for item in imports { for finding in item.findings { Console.error("\(finding)") } }
    for problem in broken where imports.count + broken.count > 1 { Console.error("\(problem)") }
    if let out {
      try place.write(grids(imports), in: out)
    } else if imports.count == 1, let only = imports.first {
      Console.out(only.grid)
    }
    let runs = imports.reduce(0.0) { $0 + Double($1.runs) }
    let points = imports.reduce(0.0) { $0 + Double($1.points) }
    let dropped = points < runs ? " (the grids keep \(Int(points)))" : ""
    let counts = [SweepFinding.Severity.error, .warning, .note].map { severity in
      let count = imports.flatMap(\.findings).count { $0.severity == severity }
      return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    Console.error(
      "\(imports.count) sweeps read, \(broken.count) unreadable, \(Int(runs)) runs in all\(dropped)"
        + ": " + counts.joined(separator: ", "))
  }

  /// The files of the folder: sweeps of one name are numbered.
  private func grids(_ imports: [SweepImport]) -> [OutputOptions.NewFile] {
    var taken: [String: Int] = [:]
    return imports.map { item in
      let count = taken[item.name, default: 0]
      taken[item.name] = count + 1
      let name = count == 0 ? item.name : "\(item.name)-\(count + 1)"
      return ("\(name).grid", Data(item.grid.utf8))
    }
  }
}

/// What `import-sweep --json` prints.
private struct SweepJSON: Encodable {
  struct Item: Encodable {
    var name: String
    var runs: Int
    var findings: [Finding]
    var grid: String
  }

  struct Finding: Encodable {
    var severity, file, message: String
    var line, column: Int?
  }

  var schema = "zobench.sweeps/1"
  var sweeps: [Item]
  var unreadable: [String]

  init(_ imports: [SweepImport], _ broken: [GridProblems]) {
    sweeps = imports.map { item in
      Item(
        name: item.name, runs: item.runs,
        findings: item.findings.map {
          Finding(
            severity: $0.severity.rawValue, file: $0.file, message: $0.message, line: $0.line,
            column: $0.column)
        }, grid: item.grid)
    }
    unreadable = broken.map(\.description)
  }

  var text: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }
}
