import Foundation
import GRDB
import Synchronization
import Vocabulary

/// The results of studies in one SQLite file, safe to share between threads and processes.
///
/// Every change is one transaction that is on disk when its call returns. A file that is not this
/// program's, or from a newer version, is refused before a byte of it changes.
package final class ResultStore: Sendable {
  package enum Mode: Hashable, Sendable {
    case readWrite, readOnly
  }

  package let path: String
  package let mode: Mode
  let connection: Connection
  let claimant: Claimant
  let clock = DatabaseClock()
  /// Seconds of the database's time for which a claim stands without being renewed.
  package let lease: Double
  /// The runs that this store has claimed.
  let held = Mutex(HeldRuns())

  package static let lease = 60.0

  /// Opens the file at `path`; for writing, it is created if missing or empty.
  package convenience init(
    path: String, mode: Mode, lease: Double = ResultStore.lease
  ) throws(StorageProblem) {
    try self.init(
      path: path, mode: mode, migrations: Schema.migrations, claimant: .current, lease: lease)
  }

  package init(
    path: String, mode: Mode, migrations: [Migration], claimant: Claimant,
    lease: Double = ResultStore.lease
  ) throws(StorageProblem) {
    let path = URL(fileURLWithPath: path).standardizedFileURL.path
    self.path = path
    self.mode = mode
    self.claimant = claimant
    self.lease = lease
    let migrator = Migrator(migrations: migrations)
    let isNew = try Self.inspect(path)
    switch mode {
    case .readOnly:
      if isNew { throw .missing(path: path) }
      connection = try migrator.current(.readable(path))
    case .readWrite:
      // A newer file must be refused by a connection that cannot change it.
      if !isNew { try migrator.check(.readable(path)) }
      connection = try Self.open(path, isNew: isNew)
      try migrator.migrate(connection)
      try Self.chooseJournal(of: connection)
    }
  }

  /// Whether there is nothing at `path` yet.
  private static func inspect(_ path: String) throws(StorageProblem) -> Bool {
    switch try FileInspection(of: path) {
    case .absent, .empty: return true
    case .database(Schema.application): return false
    case .database: throw .notOurs(path: path, found: "another program's SQLite database")
    case .foreign(let found): throw .notOurs(path: path, found: found)
    case .truncated: throw .corrupt(path: path, reason: "the file ends inside its header")
    }
  }

  private static func open(_ path: String, isNew: Bool) throws(StorageProblem) -> Connection {
    do {
      return try .writable(path)
    } catch {
      guard isNew, case .inputOutput(_, let reason) = error else { throw error }
      throw .cannotCreate(
        path: path, reason: "\(reason); the folder must exist and be writable")
    }
  }

  /// Write-ahead logging where the file system allows it, else a rollback journal.
  ///
  /// Either is correct, so a database that is in use keeps the one that it has.
  private static func chooseJournal(of connection: Connection) throws(StorageProblem) {
    let mode = FileSystemKind(of: connection.path) == .local ? "WAL" : "DELETE"
    do {
      _ = try connection.outsideTransaction {
        try String.fetchOne($0, sql: "PRAGMA journal_mode = \(mode)")
      }
    } catch {
      guard case .busy = error else { throw error }
    }
  }
}
