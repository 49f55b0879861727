import GRDB
import Vocabulary

/// An ended run with what only the database knows about it.
package struct StoredRun: Hashable, Sendable {
  package var result: RunResult
  /// Where it was measured; nil when nobody said.
  package var machine: Machine?
  /// ISO 8601, UTC.
  package var started: String
  package var finished: String

  package init(result: RunResult, machine: Machine?, started: String, finished: String) {
    self.result = result
    self.machine = machine
    self.started = started
    self.finished = finished
  }
}

extension StoredRun {
  /// One ended run; nil when there is none.
  static func one(_ digest: String, in database: Database) throws -> StoredRun? {
    guard
      let run = try RunRecord.fetchOne(
        database, sql: "SELECT * FROM run WHERE digest = ? AND outcome <> ?",
        arguments: [digest, RunRecord.running])
    else { return nil }
    let machine = try run.machine.flatMap {
      try MachineRecord.fetchOne(
        database, sql: "SELECT * FROM machine WHERE id = ?", arguments: [$0])
    }
    let trials = try TrialReader(database, run: digest).trials(of: digest).map(\.result)
    return StoredRun(
      result: try run.result(
        trials: trials, readOuts: try ReadOutRecord.all(of: digest, in: database)[digest] ?? []),
      machine: machine?.machine, started: run.started,
      finished: run.finished ?? run.started)
  }
}

/// A run that the database knows, ended or not.
package struct KnownRun: Hashable, Sendable {
  package var cell: SeededCell
  package var identity: Identity
  /// The trial chosen on development data; nil as long as there is none.
  package var chosen: Int?
}

extension ResultStore {
  /// Every run, ended or not, the latest first.
  package func knownRuns() throws(StorageProblem) -> [KnownRun] {
    try connection.read { database in
      try RunRecord.fetchAll(database, sql: "SELECT * FROM run ORDER BY started DESC, digest")
        .map { record in
          KnownRun(
            cell: try StoredJSON.value(SeededCell.self, record.cell), identity: record.identity,
            chosen: record.chosen)
        }
    }
  }
}
