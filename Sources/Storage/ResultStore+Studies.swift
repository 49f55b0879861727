import GRDB
import Vocabulary

/// A row of `study`: what a grid that ran here is called, and what it asks.
struct StudyRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "study"

  var name: String
  var question: String
  /// When it first ran.
  var started: String

  static func all(in database: Database) throws -> [StudyRecord] {
    try fetchAll(database, sql: "SELECT * FROM study ORDER BY started, name")
  }
}

extension ResultStore {
  /// Notes that a study runs here; its last question counts.
  package func record(_ study: StudyTitle) throws(StorageProblem) {
    try connection.write { database in
      try database.execute(
        sql: """
          INSERT INTO study (name, question, started) VALUES (?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET question = excluded.question
          """,
        arguments: [study.name, study.question, timestamp()])
    }
  }

  /// How many runs have ended, and when the last one did: what changes when a report would.
  package func endings() throws(StorageProblem) -> (count: Int, last: String) {
    try connection.read { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT count(*), coalesce(max(finished), '') FROM run WHERE outcome <> ?",
        arguments: [RunRecord.running])
      return (row?[0] ?? 0, row?[1] ?? "")
    }
  }

  /// The studies that ran here, the first one first; none of those of versions before 9.
  package func studies() throws(StorageProblem) -> [StudyTitle] {
    try connection.read { database in
      try StudyRecord.all(in: database).map { StudyTitle(name: $0.name, question: $0.question) }
    }
  }
}
