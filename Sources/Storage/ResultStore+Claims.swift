import GRDB
import Vocabulary

extension ResultStore {
  /// Takes a run for this process; false when it has ended or another live process has it.
  ///
  /// A claim that a dead process of this host left is taken over. Its finished trials stay; those
  /// that ended in a way that is tried again go. A claim from another host stands until `release`.
  package func claim(
    _ cell: SeededCell, _ identity: Identity, machine: Machine
  ) throws(StorageProblem) -> Bool {
    try connection.write { database in
      if let header = try RunHeader.one(identity, in: database) {
        guard try isFree(header) else { return false }
      }
      let machine = try MachineRecord.id(of: machine, in: database)
      let run = try RunRecord(
        cell, identity, machine: machine, claimant: claimant, at: timestamp())
      try run.upsert(database)
      try dropNews(of: run.digest, in: database)
      try dropUnfinishedTrials(of: run.digest, in: database)
      return true
    }
  }

  /// Gives a claimed run back, whoever holds it; its finished trials stay.
  package func release(_ identity: Identity) throws(StorageProblem) {
    try connection.write { database in
      try database.execute(
        sql: """
          UPDATE run SET outcome = ?, outcomeDetail = ?, finished = ?,
            claimHost = NULL, claimProcess = NULL, claimStart = NULL
          WHERE digest = ? AND outcome = ?
          """,
        arguments: [
          Outcome.interrupted.name, try StoredJSON.text(Outcome.interrupted), timestamp(),
          identity.digest.hex, RunRecord.running,
        ])
    }
  }

  private func isFree(_ header: RunHeader) throws -> Bool {
    if let end = try header.end { return !end.isFinal }
    return header.claimant.map { !$0.isAlive(seenFrom: claimant) } ?? true
  }

  private func dropUnfinishedTrials(of run: String, in database: Database) throws {
    try database.execute(
      sql: "DELETE FROM trial WHERE run = ? AND outcome IN ('failed', 'interrupted')",
      arguments: [run])
  }
}
