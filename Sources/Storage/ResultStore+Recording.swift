import GRDB
import Synchronization
import Vocabulary

extension ResultStore {
  /// Stores one ended trial of a claimed run, in place of an earlier one of the same index.
  package func record(
    trial: TrialResult, index: Int, of identity: Identity
  ) throws(StorageProblem) {
    try connection.write { database in
      let header = try heldHeader(identity, before: "its trials", in: database)
      try insert(trial, run: header.digest, index: index, into: database)
    }
  }

  /// Stores an ended run with all its trials, in place of whatever is stored of it.
  ///
  /// A run that will be tried again keeps finished trials that `result` does not mention. A run
  /// that was never claimed is stored too, with `machine` if that is known.
  package func record(
    _ result: RunResult, machine: Machine? = nil
  ) throws(StorageProblem) {
    try connection.write { database in
      try checkHold(
        of: result.identity, try RunHeader.one(result.identity, in: database))
      var run = try storedRun(of: result, machine: machine, in: database)
      try run.end(with: result, at: timestamp())
      try run.upsert(database)
      try AttemptRecord.end(run.attempt, run.outcome, detail: run.outcomeDetail, in: database)
      try dropNews(of: run.digest, in: database)
      if result.outcome.isFinal {
        for table in ["trial", "progress"] {
          try database.execute(
            sql: "DELETE FROM \(table) WHERE run = ?", arguments: [run.digest])
        }
      }
      try database.execute(sql: "DELETE FROM readOut WHERE run = ?", arguments: [run.digest])
      for (number, readOut) in (result.test?.readOuts ?? []).enumerated() {
        try ReadOutRecord(readOut, run: run.digest, number: number).insert(database)
      }
      for (index, trial) in result.trials.enumerated() {
        try insert(trial, run: run.digest, index: index, into: database)
      }
    }
    held.withLock { $0.drop(result.identity) }
  }

  /// The row that the claim made, or a new one.
  private func storedRun(
    of result: RunResult, machine: Machine?, in database: Database
  ) throws -> RunRecord {
    let machine = try machine.map { try MachineRecord.id(of: $0, in: database) }
    let claimed = try RunRecord.fetchOne(
      database, sql: "SELECT * FROM run WHERE digest = ?",
      arguments: [result.identity.digest.hex])
    if var claimed {
      claimed.machine = machine ?? claimed.machine
      return claimed
    }
    return try RunRecord(
      result.cell, result.identity, machine: machine, claimant: nil, at: timestamp())
  }

  private func insert(
    _ trial: TrialResult, run: String, index: Int, into database: Database
  ) throws {
    try database.execute(
      sql: "DELETE FROM trial WHERE run = ? AND number = ?", arguments: [run, index])
    try TrialRecord(trial, run: run, number: index).insert(database)
    let id = database.lastInsertedRowID
    for (number, point) in trial.dev.enumerated() {
      try EvaluationRecord(point, trial: id, number: number).insert(database)
    }
    let memory =
      MemoryRecord.rows(trial.training, phase: .training, trial: id)
      + MemoryRecord.rows(trial.evaluation, phase: .evaluation, trial: id)
    for row in memory { try row.insert(database) }
    for (number, finding) in trial.findings.enumerated() {
      try FindingRecord(finding, trial: id, number: number).insert(database)
    }
    if trial.outcome.isFinal { try closeProgress(run: run, index: index, in: database) }
  }
}

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
