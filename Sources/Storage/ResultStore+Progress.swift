import Foundation
import GRDB
import Vocabulary

extension ResultStore {
  /// Stores how far a trial of a claimed run has come; `progress` holds what is new of its log.
  package func record(
    _ progress: TrialProgress, index: Int, of identity: Identity
  ) throws(StorageProblem) {
    try connection.write { database in
      let header = try heldHeader(identity, before: "its trials", in: database)
      try StepLogRows(run: header.digest, trial: index).append(progress, in: database)
      var result = progress.result
      result.curve = []
      try database.execute(
        sql: "INSERT OR REPLACE INTO progress (run, trial, stepsDone, result) VALUES (?, ?, ?, ?)",
        arguments: [header.digest, index, result.stepsDone, try StoredJSON.text(result)])
    }
  }

  /// How far the trials of a run have come, finished ones included, by index; those without a log
  /// are left out.
  package func progress(of identity: Identity) throws(StorageProblem) -> [Int: TrialProgress] {
    try connection.read { database in
      let run = identity.digest.hex
      let finished = try TrialReader(database, run: run).trials(of: run)
        .map { ($0.number, $0.result) }
      let unfinished = try Row.fetchAll(
        database, sql: "SELECT trial, result FROM progress WHERE run = ?", arguments: [run]
      ).map { row -> (Int, TrialResult) in
        (row["trial"], try StoredJSON.value(TrialResult.self, row["result"]))
      }
      var progress: [Int: TrialProgress] = [:]
      for (index, result) in finished + unfinished {
        if let log = try StepLogRows(run: run, trial: index).bytes(in: database) {
          progress[index] = TrialProgress(result: result, log: log)
        }
      }
      return progress
    }
  }

  /// A trial has ended: its log is whole, and what an unfinished one needs goes.
  func closeProgress(run: String, index: Int, in database: Database) throws {
    try database.execute(
      sql: "DELETE FROM progress WHERE run = ? AND trial = ?", arguments: [run, index])
    try StepLogRows(run: run, trial: index).join(in: database)
  }
}

/// The pieces of one trial's step log.
private struct StepLogRows {
  var run: String
  var trial: Int

  /// Puts a piece in its place; what was stored from there on goes.
  func append(_ progress: TrialProgress, in database: Database) throws {
    try database.execute(
      sql: "DELETE FROM stepLog WHERE run = ? AND trial = ? AND start >= ?",
      arguments: [run, trial, progress.start])
    try insert(progress.log, at: progress.start, in: database)
  }

  private func insert(_ bytes: [UInt8], at start: Int, in database: Database) throws {
    guard !bytes.isEmpty else { return }
    try database.execute(
      sql: "INSERT INTO stepLog (run, trial, start, bytes) VALUES (?, ?, ?, ?)",
      arguments: [run, trial, start, Data(bytes)])
  }

  /// The whole log; nil when there is none, or a piece of it is missing.
  func bytes(in database: Database) throws -> [UInt8]? {
    let pieces = try Row.fetchAll(
      database,
      sql: "SELECT start, bytes FROM stepLog WHERE run = ? AND trial = ? ORDER BY start",
      arguments: [run, trial])
    var log: [UInt8] = []
    for piece in pieces {
      let (start, bytes): (Int, Data) = (piece["start"], piece["bytes"])
      guard start == log.count else { return nil }
      log += [UInt8](bytes)
    }
    return log.isEmpty ? nil : log
  }

  /// Makes one piece of all.
  func join(in database: Database) throws {
    let count = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM stepLog WHERE run = ? AND trial = ?",
      arguments: [run, trial])
    guard let count, count > 1, let log = try bytes(in: database) else { return }
    try database.execute(
      sql: "DELETE FROM stepLog WHERE run = ? AND trial = ?", arguments: [run, trial])
    try insert(log, at: 0, in: database)
  }
}
