import Foundation
import GRDB

/// Brings a database to the last of its migrations, or refuses to.
struct Migrator {
  var migrations: [Migration]

  private var latest: Int { migrations.last?.version ?? 0 }

  /// - Throws: `newer` or `altered`, before anything is changed.
  func migrate(_ connection: Connection) throws(StorageProblem) {
    let found = try checked(connection)
    guard found < latest else { return }
    if found > 0 { try backUp(connection, version: found) }
    try connection.write { database in
      // Another process may have migrated since.
      let found = try Self.version(database)
      try refuseNewer(found, path: connection.path)
      if found == 0 {
        try database.execute(sql: "PRAGMA application_id = \(Schema.application)")
      }
      try apply(after: found, in: database)
    }
  }

  /// What a reader reads: the file itself or, where it is older, a private copy brought up to date.
  ///
  /// - Throws: `newer`, `altered`.
  func current(_ connection: Connection) throws(StorageProblem) -> Connection {
    let found = try checked(connection)
    guard found < latest else { return connection }
    let copy = try connection.temporaryCopy()
    try copy.write { try apply(after: found, in: $0) }
    return copy
  }

  /// - Throws: `newer`, `altered`.
  func check(_ connection: Connection) throws(StorageProblem) { _ = try checked(connection) }

  /// The version of a database that may be opened.
  private func checked(_ connection: Connection) throws(StorageProblem) -> Int {
    let found = try connection.read(Self.version)
    try refuseNewer(found, path: connection.path)
    try SchemaCheck(migrations: migrations).check(connection, version: found)
    return found
  }

  private func apply(after version: Int, in database: Database) throws {
    for migration in migrations where migration.version > version {
      try database.execute(sql: migration.sql)
      try database.execute(sql: "PRAGMA user_version = \(migration.version)")
    }
  }

  private func refuseNewer(_ found: Int, path: String) throws(StorageProblem) {
    if found > latest { throw .newer(path: path, found: found, known: latest) }
  }

  /// Copies the file beside itself, to `NAME.v1-backup`, or with a number when that exists.
  private func backUp(_ connection: Connection, version: Int) throws(StorageProblem) {
    let base = connection.path + ".v\(version)-backup"
    var copy = base
    var count = 1
    while FileManager.default.fileExists(atPath: copy) {
      count += 1
      copy = base + "-\(count)"
    }
    try connection.outsideTransaction {
      try $0.execute(sql: "VACUUM INTO ?", arguments: [copy])
    }
  }

  private static func version(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }
}
