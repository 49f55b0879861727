import Foundation
import GRDB
import Synchronization
import Vocabulary

/// The attempts by which a store has its runs, and the runs that were taken from it.
struct HeldRuns {
  private(set) var attempts: [Identity: String] = [:]
  private(set) var lost: Set<Identity> = []

  mutating func take(_ identity: Identity, _ attempt: String) {
    attempts[identity] = attempt
    lost.remove(identity)
  }

  mutating func drop(_ identity: Identity) { attempts[identity] = nil }

  mutating func lose(_ identity: Identity, _ attempt: String) {
    guard attempts[identity] == attempt else { return }
    attempts[identity] = nil
    lost.insert(identity)
  }
}

extension ResultStore {
  /// Takes a run for this process; false when it has ended or another process has it.
  ///
  /// A claim is a lease: it is taken over when its process is seen to be dead, or, where that
  /// cannot be seen, when it was not renewed in time. Finished trials stay; those that ended in a
  /// way that is tried again go.
  package func claim(
    _ cell: SeededCell, _ identity: Identity, machine: Machine
  ) throws(StorageProblem) -> Bool {
    let attempt = UUID().uuidString.lowercased()
    let isTaken = try connection.write { database in
      let now = try clock.advance(in: database)
      if let header = try RunHeader.one(identity, in: database) {
        guard try isFree(header, now: now) else { return false }
        try AttemptRecord.end(header.attempt, AttemptRecord.lost, in: database)
      }
      let machine = try MachineRecord.id(of: machine, in: database)
      var run = try RunRecord(
        cell, identity, machine: machine, claimant: claimant, at: timestamp())
      (run.attempt, run.leaseUntil) = (attempt, now + lease)
      try run.upsert(database)
      try AttemptRecord(
        id: attempt, run: run.digest, host: claimant.host, process: claimant.process,
        started: run.started
      ).insert(database)
      try dropNews(of: run.digest, in: database)
      try dropUnfinishedTrials(of: run.digest, in: database)
      return true
    }
    if isTaken { held.withLock { $0.take(identity, attempt) } }
    return isTaken
  }

  /// Gives a claimed run back, whoever holds it; its finished trials stay.
  package func release(_ identity: Identity) throws(StorageProblem) {
    try connection.write { database in
      guard let header = try RunHeader.one(identity, in: database) else { return }
      try release(header, in: database)
    }
  }

  /// Gives back every claim of a host; the processes there, should they live, store no more.
  ///
  /// - Returns: how many there were.
  package func release(host: String) throws(StorageProblem) -> Int {
    try connection.write { database in
      let claims = try RunHeader.running(in: database).filter { $0.claimHost == host }
      for header in claims { try release(header, in: database) }
      return claims.count
    }
  }

  private func release(_ header: RunHeader, in database: Database) throws {
    let detail = try StoredJSON.text(Outcome.interrupted)
    try database.execute(
      sql: """
        UPDATE run SET outcome = ?, outcomeDetail = ?, finished = ?, attempt = NULL,
          leaseUntil = NULL, claimHost = NULL, claimProcess = NULL, claimStart = NULL
        WHERE digest = ? AND outcome = ?
        """,
      arguments: [
        Outcome.interrupted.name, detail, timestamp(), header.digest, RunRecord.running,
      ])
    try AttemptRecord.end(header.attempt, AttemptRecord.lost, in: database)
  }

  private func isFree(_ header: RunHeader, now: Double) throws -> Bool {
    if let end = try header.end { return !end.isFinal }
    return header.claimant.map { !stands($0, until: header.leaseUntil, now: now) } ?? true
  }

  private func dropUnfinishedTrials(of run: String, in database: Database) throws {
    try database.execute(
      sql: "DELETE FROM trial WHERE run = ? AND outcome IN ('failed', 'interrupted')",
      arguments: [run])
  }
}

extension ResultStore {
  /// The runs that a process had when it went away without a word: killed, perhaps for its memory.
  ///
  /// Runs whose claim stands are not among them.
  package func abandoned(
    among identities: [Identity]
  ) throws(StorageProblem) -> Set<Identity> {
    let living = try claims(of: identities)
    let silent = try attempts().filter { $0.ended == nil || $0.outcome == AttemptRecord.lost }
    let runs = Set(silent.map(\.run))
    guard !runs.isEmpty else { return [] }
    return Set(identities.filter { living[$0] == nil && runs.contains($0.digest.hex) })
  }
}
