import GRDB
import Synchronization

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
