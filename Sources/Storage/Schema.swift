import Foundation

/// The database's marks and its history.
package enum Schema {
  /// `ZOB1`, in the file's header.
  package static let application: UInt32 = 0x5A4F_4231

  /// Every migration, in order; append only.
  package static let migrations: [Migration] = [
    Migration(version: 1, name: "runs, trials, evaluations, memory", sql: firstTables + firstViews),
    Migration(version: 2, name: "step logs, progress, findings, digests", sql: stepLogTables),
    Migration(version: 3, name: "views of each task's metric", sql: metricViews),
    Migration(
      version: 4, name: "the library of products in bf16",
      sql: "ALTER TABLE machine ADD COLUMN halfLibrary TEXT"),
    Migration(version: 5, name: "where running trials stand", sql: newsTable),
    Migration(version: 6, name: "a run's score and metric as columns", sql: scoreColumns),
    Migration(version: 7, name: "leases, attempts, disputes", sql: leaseTables),
    Migration(version: 8, name: "views for data frames", sql: frameViews),
    Migration(version: 9, name: "processes that shared steps", sql: exchangeColumns),
    Migration(version: 10, name: "names and questions of studies", sql: studyTable),
    Migration(version: 11, name: "how far weights went", sql: driftColumns),
    Migration(version: 12, name: "digests of step logs", sql: digestColumns),
    Migration(version: 13, name: "runs at smaller budgets", sql: readOutTable),
    Migration(version: 14, name: "scores on other tasks", sql: otherScoresColumn),
  ]
}

/// One step of the schema's history; once released it is never changed, only followed by another.
package struct Migration: Sendable {
  /// `user_version` after this step; the first is 1 and each is one more than the one before.
  package var version: Int
  package var name: String
  package var sql: String

  package init(version: Int, name: String, sql: String) {
    self.version = version
    self.name = name
    self.sql = sql
  }
}

/// The moment, as ISO 8601 in UTC with seconds: `2026-01-31T23:59:59Z`; sorts as text.
func timestamp(_ date: Date = Date()) -> String {
  date.formatted(.iso8601)
}
