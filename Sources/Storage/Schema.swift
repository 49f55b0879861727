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
  ]
}
