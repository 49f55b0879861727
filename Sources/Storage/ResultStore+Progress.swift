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
      let text = try StoredJSON.text(result)
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO progress (run, trial, stepsDone, result, digest)
          VALUES (?, ?, ?, ?, ?)
          """,
        arguments: [header.digest, index, result.stepsDone, text, ContentDigest(of: text).hex])
    }
  }

  /// How far the trials of a run have come, finished ones included, by index; those without a log
  /// are left out, and those of which something has changed since it was stored are `damaged`.
  package func progress(of identity: Identity) throws(StorageProblem) -> [Int: TrialProgress] {
    try connection.read { database in
      let run = identity.digest.hex
      var progress: [Int: TrialProgress] = [:]
      for trial in try TrialReader(database, run: run).trials(of: run) {
        progress[trial.number] = try self.progress(run, trial.number, in: database) { trial.result }
      }
      let unfinished = try Row.fetchAll(
        database, sql: "SELECT trial, result, digest FROM progress WHERE run = ?", arguments: [run])
      for row in unfinished {
        progress[row["trial"]] = try self.progress(run, row["trial"], in: database) {
          let (text, digest): (String, String?) = (row["result"], row["digest"])
          guard digest.map({ $0 == ContentDigest(of: text).hex }) ?? true else { return nil }
          return try? StoredJSON.value(TrialResult.self, text)
        }
      }
      return progress
    }
  }

  /// - Parameter result: the trial as it was stored; nil when that is damaged.
  private func progress(
    _ run: String, _ trial: Int, in database: Database, _ result: () -> TrialResult?
  ) throws -> TrialProgress? {
    do {
      guard let log = try StepLogRows(run: run, trial: trial).bytes(in: database) else {
        return nil
      }
      return result().map { TrialProgress(result: $0, log: log) } ?? .damaged
    } catch is DamagedLog {
      return .damaged
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
      sql: "INSERT INTO stepLog (run, trial, start, bytes, digest) VALUES (?, ?, ?, ?, ?)",
      arguments: [run, trial, start, Data(bytes), ContentDigest(of: bytes).hex])
  }

  /// The whole log; nil when there is none, or a piece of it is missing.
  ///
  /// - Throws: `DamagedLog` when a piece is not what it was.
  func bytes(in database: Database) throws -> [UInt8]? {
    let pieces = try Row.fetchAll(
      database,
      sql: "SELECT start, bytes, digest FROM stepLog WHERE run = ? AND trial = ? ORDER BY start",
      arguments: [run, trial])
    var log: [UInt8] = []
    for piece in pieces {
      let (start, bytes): (Int, Data) = (piece["start"], piece["bytes"])
      guard start == log.count else { return nil }
      if let digest: String = piece["digest"], digest != ContentDigest(of: bytes).hex {
        throw DamagedLog()
      }
      log += [UInt8](bytes)
    }
    return log.isEmpty ? nil : log
  }

  /// Makes one piece of all.
  func join(in database: Database) throws {
    let count = try Int.fetchOne(
      database, sql: "SELECT count(*) FROM stepLog WHERE run = ? AND trial = ?",
      arguments: [run, trial])
    guard let count, count > 1, let log = try? bytes(in: database) else { return }
    try database.execute(
      sql: "DELETE FROM stepLog WHERE run = ? AND trial = ?", arguments: [run, trial])
    try insert(log, at: 0, in: database)
  }
}

/// A piece of a step log has other bytes than were stored.
private struct DamagedLog: Error {}
