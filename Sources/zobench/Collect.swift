import ArgumentParser
import Foundation
import Reports
import Storage
import Vocabulary

/// `zobench collect`: many workers' databases in one.
struct Collect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Brings the results of other databases into one.",
    discussion: """
      Runs are known by their identities, so that collecting again brings only what is new; do it \
      as often as you like, also while jobs run. Attempts and step logs come along. A result that \
      contradicts the one that is there is reported and kept apart (table 'dispute'); the first \
      one counts.

        zobench collect study/shards --db all.sqlite

      Exit status: 0 collected; 2 collected, and some results contradict each other; 64 usage; 65 \
      not a results database; 66 no database there; 73, 74 cannot read or write; 76 a newer \
      version's.
      """)

  @Argument(help: "Databases, or folders with *.sqlite files in them.", completion: .file())
  var inputs: [String]

  @Option(help: "The database that takes all; created if missing.", completion: .databases)
  var db = "results.sqlite"

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let found = try inputs.flatMap(Self.databases)
    let sources = found.filter { !isSame($0, db) }
    // Asked before the target is made.
    guard !sources.isEmpty else { throw noSource(among: found) }
    let store = try ResultStore(path: db, mode: .readWrite)
    let collector = Collector(into: store)
    var collected: [Collected] = []
    var problems: [StorageProblem] = []
    for source in sources {
      do throws(StorageProblem) {
        collected.append(try collector.collect(source))
      } catch {
        Console.error(Console.printable("not collected: \(error)"))
        problems.append(error)
      }
    }
    let text = CollectedText(collected, into: store.path, runs: try store.countOfEnded())
    Console.out(json ? text.json : Console.printable(text.text))
    if let problem = problems.first { throw ExitCode(problem.exitCode) }
    if collected.contains(where: { !$0.disputes.isEmpty }) { throw RunExit.someFailed }
  }

  /// The databases that a path means, in the order of their names.
  private static func databases(_ path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw InputProblem(.missing, at: path, "there is no such file or folder")
    }
    guard isFolder.boolValue else { return [path] }
    return try FolderFiles.below(path, endings: ["sqlite"]).map(\.path)
  }

  /// What is wrong with inputs that are no other databases than the target.
  private func noSource(among found: [String]) -> any Error {
    guard let target = found.first else {
      return InputProblem(.missing, at: inputs.joined(separator: ", "), "holds no *.sqlite")
    }
    return ValidationError("\(target) is the target itself; name other databases, or another --db")
  }

  private func isSame(_ a: String, _ b: String) -> Bool {
    let paths = [a, b].map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
    return paths[0] == paths[1]
  }
}

/// What was collected, for people and pipes.
struct CollectedText {
  private let sources: [Collected]
  private let target: String
  private let runs: Int

  /// - Parameter runs: those that have ended in the target.
  init(_ sources: [Collected], into target: String, runs: Int) {
    self.sources = sources
    self.target = target
    self.runs = runs
  }

  var json: String { PrettyJSON.text(sources) }

  var text: String {
    let counts = [
      (sum(\.new), "new"), (sum(\.unfinished), "unfinished"), (sum(\.same), "known"),
      (sum(\.repeated), "computed twice with the same result"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let head =
      sources.allSatisfy(\.isNothing)
      ? "Nothing new in \(databases): \(runs) \(runs == 1 ? "run is" : "runs are") in \(target)."
      : "Collected \(databases) into \(target): " + counts.joined(separator: ", ") + "."
    return ([head] + versions + disputes).joined(separator: "\n") + "\n"
  }

  private var databases: String {
    sources.count == 1 ? "1 database" : "\(sources.count) databases"
  }

  private func sum(_ count: (Collected) -> Int) -> Int { sources.reduce(0) { $0 + count($1) } }

  /// Runs of several programs are told apart by their identities where training differs.
  private var versions: [String] {
    let versions = Set(sources.flatMap(\.versions)).sorted()
    return versions.count > 1
      ? ["Computed by \(versions.count) versions: " + versions.joined(separator: ", ")] : []
  }

  private var disputes: [String] {
    sources.flatMap(\.disputes).map {
      "CONTRADICTION  \($0.run.prefix(12))  \($0.cell), seed \($0.seed)\n"
        + "    \($0.source): \($0.difference); kept apart"
    }
  }
}
