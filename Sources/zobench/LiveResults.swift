import Clusters
import Foundation
import Reports
import Serving
import Storage
import Vocabulary

/// The results of a database, or of all databases of a directory, as a page that follows them.
struct LiveResults: Sendable {
  let path: String

  var page: LivePage {
    LivePage(
      html: {
        var reporter = HTMLReporter()
        reporter.version = try news().version
        return reporter.render(try results())
      },
      news: news)
  }

  /// One database; of a directory, the shards' of a submitted study, or all that lie in it.
  ///
  /// - Throws: `InputProblem` where there is nothing of the kind.
  func databases() throws -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw InputProblem(.missing, at: path, "is not there; 'zobench run' makes a database")
    }
    guard isDirectory.boolValue else { return [path] }
    if StudyDirectory.isOne(path) {
      let submission = try Submission.read(path)
      let shards = submission.shards.indices.map { submission.database(of: $0 + 1) }
      return shards.filter(FileManager.default.fileExists)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    return names.filter { $0.hasSuffix(".sqlite") }.map { path + "/" + $0 }
  }

  private func results() throws -> ResultSet {
    try databases().reduce(ResultSet([])) { all, database in
      all.joined(with: try ResultSet(reading: database))
    }
  }

  private func news() throws -> LivePage.News {
    var status = Status()
    var versions: [String] = []
    for database in try databases() {
      let store = try ResultStore(path: database, mode: .readOnly)
      let ended = try store.endings()
      versions.append("\(ended.count) \(ended.last)")
      status.ended += ended.count
      let running = StudyStatus(of: database, try store.activity(), []).running
      status.running += running.filter { !$0.isStale }.map(Status.Running.init)
    }
    status.running.sort { $0.started < $1.started }
    return LivePage.News(
      version: ContentDigest(of: versions.joined(separator: "\n")).short,
      status: canonicalJSON(status))
  }

  /// What is at work, for the page's script.
  private struct Status: Encodable {
    var ended = 0
    var running: [Running] = []

    struct Running: Encodable {
      var name: String
      var place: String
      var started: String
      /// Of the run's steps, 0 to 1.
      var share: Double?

      init(_ run: StudyStatus.Running) {
        name = "\(run.name), seed \(run.seed)"
        place = StatusText.brief(run)
        (share, started) = (run.share, run.started)
      }
    }
  }
}
