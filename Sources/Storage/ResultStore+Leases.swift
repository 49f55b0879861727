import Dispatch
import GRDB
import Synchronization
import Vocabulary

extension ResultStore {
  /// Whether a claim counts: its process is at work or, where that cannot be seen, its lease has
  /// not ended.
  func stands(_ holder: Claimant, until end: Double?, now: Double) -> Bool {
    switch holder.life(seenFrom: claimant) {
    case .alive: true
    case .dead: false
    case .unseen: (end ?? 0) > now
    }
  }

  /// The row of a run, if this store may write to it.
  ///
  /// - Throws: `lost` when another process has taken the run over since this store claimed it.
  func heldHeader(
    _ identity: Identity, before what: String, in database: Database
  ) throws -> RunHeader {
    let header = try RunHeader.one(identity, in: database)
    try checkHold(of: identity, header)
    guard let header else {
      throw StorageProblem.misused(
        path: path, reason: "run \(identity.digest.short) was not claimed before \(what)")
    }
    return header
  }

  /// - Throws: `lost` when the run belongs to another attempt than this store's.
  func checkHold(of identity: Identity, _ header: RunHeader?) throws {
    let (own, isLost) = held.withLock { ($0.attempts[identity], $0.lost.contains(identity)) }
    let isRunning = header?.outcome == RunRecord.running
    if let own {
      if isRunning && header?.attempt == own { return }
      held.withLock { $0.lose(identity, own) }
    } else if !isLost && !isRunning {
      return
    }
    throw StorageProblem.lost(path: path, run: identity.digest.short)
  }

  /// Whether another process has taken over a run that this store had.
  package func hasLost(_ identity: Identity) -> Bool {
    held.withLock { $0.lost.contains(identity) }
  }

  /// Renews the leases of all runs that this store has, and notes those that were taken.
  package func renewLeases() throws(StorageProblem) {
    let own = held.withLock { $0.attempts }
    let taken = try connection.write { database in
      let now = try clock.advance(in: database)
      return try own.filter { identity, attempt in
        let digest = identity.digest.hex
        try database.execute(
          sql: "UPDATE run SET leaseUntil = ? WHERE digest = ? AND attempt = ? AND outcome = ?",
          arguments: [now + lease, digest, attempt, RunRecord.running])
        // A run that this store has ended meanwhile is still its attempt's.
        return try String.fetchOne(
          database, sql: "SELECT attempt FROM run WHERE digest = ?", arguments: [digest]) != attempt
      }
    }
    held.withLock { held in
      for (identity, attempt) in taken { held.lose(identity, attempt) }
    }
  }

  /// Renews leases from a thread of its own until the result is canceled.
  ///
  /// A renewal that fails is tried again with the next: six of them fall into a lease.
  package func keepLeases() -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "zobench.leases"))
    timer.setEventHandler { [self] in try? renewLeases() }
    timer.schedule(deadline: .now() + lease / 6, repeating: lease / 6)
    timer.resume()
    return timer
  }
}

/// A claim as one look at the database shows it.
package struct ClaimMark: Hashable, Sendable {
  package var host: String
  package var process: Int32
  package var attempt: String?
  package var leaseUntil: Double?
  /// Whether its process is seen at work; else only its lease stands for it.
  package var isSeen: Bool
  /// Seconds until the lease ends.
  package var left: Double

  /// Whether a later look shows that somebody is at work: the claim is renewed, or a new one.
  package func isRenewed(since earlier: ClaimMark?) -> Bool {
    isSeen || attempt != earlier?.attempt || leaseUntil != earlier?.leaseUntil
  }
}

extension ResultStore {
  /// The claims that stand on some runs; lets the database's time go on.
  package func claims(of identities: [Identity]) throws(StorageProblem) -> [Identity: ClaimMark] {
    let wanted = Set(identities)
    return try connection.write { database in
      let now = try clock.advance(in: database)
      var marks: [Identity: ClaimMark] = [:]
      for header in try RunHeader.running(in: database) where wanted.contains(header.identity) {
        guard let holder = header.claimant,
          stands(holder, until: header.leaseUntil, now: now)
        else { continue }
        marks[header.identity] = ClaimMark(
          host: holder.host, process: holder.process, attempt: header.attempt,
          leaseUntil: header.leaseUntil, isSeen: holder.life(seenFrom: claimant) == .alive,
          left: (header.leaseUntil ?? 0) - now)
      }
      return marks
    }
  }
}

/// The time of a database, in seconds: it passes while a process that may write has it open.
///
/// Leases are measured in it, so that no wall clock matters: those of several hosts differ, and any
/// may jump. Each process adds what its own monotonic clock counted since it last looked, and the
/// time goes on from the largest value that any of them stored.
final class DatabaseClock: Sendable {
  private struct Anchor {
    var seconds: Double
    var instant: SuspendingClock.Instant
  }

  private let anchor = Mutex<Anchor?>(nil)

  /// The time now, as far as this process knows.
  func now(in database: Database) throws -> Double {
    let stored = try Double.fetchOne(database, sql: "SELECT seconds FROM clock") ?? 0
    let instant = SuspendingClock.now
    return anchor.withLock { anchor in
      if let known = anchor {
        let passed = known.instant.duration(to: instant) / .seconds(1)
        if known.seconds + passed >= stored { return known.seconds + passed }
      }
      anchor = Anchor(seconds: stored, instant: instant)
      return stored
    }
  }

  /// Stores the time, for other processes.
  @discardableResult
  func advance(in database: Database) throws -> Double {
    let now = try now(in: database)
    try database.execute(
      sql: "UPDATE clock SET seconds = ?1 WHERE seconds < ?1", arguments: [now])
    return now
  }
}
