import GRDB
import Vocabulary

/// A row of `attempt`: one process's work on a run, from its claim on; the number is what fences
/// the writes of a process whose lease was taken.
struct AttemptRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "attempt"
  /// `outcome` of an attempt that told nothing of its end.
  static let lost = "lost"

  var id: String
  var run: String
  var host: String
  var process: Int32
  var started: String
  /// Nil while the attempt has its run.
  var ended: String?
  var outcome: String?
  var outcomeDetail: String?

  /// Ends an attempt, if it has not ended; nil is no attempt.
  static func end(
    _ id: String?, _ outcome: String, detail: String? = nil, in database: Database
  ) throws {
    guard let id else { return }
    try database.execute(
      sql: """
        UPDATE attempt SET ended = ?, outcome = ?, outcomeDetail = ? WHERE id = ? AND ended IS NULL
        """,
      arguments: [timestamp(), outcome, detail, id])
  }
}

/// A process's work on a run, as it is told to people.
package struct Attempt: Hashable, Codable, Sendable {
  package var run: String
  package var host: String
  package var started: String
  package var ended: String?
  /// The name of an outcome, or `lost`; nil while it is at work.
  package var outcome: String?
}

extension ResultStore {
  /// Every attempt at any run, in the order of their beginnings.
  package func attempts() throws(StorageProblem) -> [Attempt] {
    try connection.read { database in
      try AttemptRecord.fetchAll(database, sql: "SELECT * FROM attempt ORDER BY started, id").map {
        Attempt(
          run: $0.run, host: $0.host, started: $0.started, ended: $0.ended, outcome: $0.outcome)
      }
    }
  }
}

/// A row of `news`: where the running trial of a run stands.
struct NewsRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "news"

  var run: String
  var trial: Int
  var trials: Int
  var step: Int
  var steps: Int
  /// Nil when it was no number.
  var loss: Double?
  var forwards: Int
  var backwards: Int
  var stored: String

  init(_ news: TrialNews, run: String, at now: String) {
    self.run = run
    (trial, trials) = (news.trial, news.trials)
    (step, steps) = (news.step, news.steps)
    loss = news.loss.isNaN ? nil : news.loss
    (forwards, backwards) = (news.spent.forwards, news.spent.backwards)
    stored = now
  }

  var news: TrialNews {
    TrialNews(
      trial: trial, trials: trials, step: step, steps: steps, loss: loss ?? .nan,
      spent: StepCost(forwards: forwards, backwards: backwards))
  }
}
