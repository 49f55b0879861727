import Reports
import Storage

/// What was collected, for people and pipes.
struct CollectedText {
  private let sources: [Collected]
  private let target: String

  init(_ sources: [Collected], into target: String) {
    self.sources = sources
    self.target = target
  }

  var json: String { PrettyJSON.text(sources) }

  var text: String {
    let counts = [
      (sum(\.new), "new"), (sum(\.unfinished), "unfinished"), (sum(\.same), "known"),
      (sum(\.repeated), "computed twice with the same result"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let head =
      sources.allSatisfy(\.isNothing)
      ? "Nothing new in \(databases): \(sum(\.same)) runs are in \(target)."
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
