import Foundation
import GRDB

/// The database's marks and its history.
package enum Schema {
  /// `ZOB1`, in the file's header.
  package static let application: UInt32 = 0x5A4F_4231

  /// Every migration, in order; append only.
  package static let migrations: [Migration] = [
    Migration(version: 1, name: "runs, trials, evaluations, memory", sql: firstTables + firstViews),
    Migration(version: 2, name: "step logs, progress, findings, digests", sql: stepLogTables),
    Migration(version: 3, name: "views of each task's metric", sql: metricViews),
    Migration(
      version: 4, name: "the library of products in bf16",
      sql: "ALTER TABLE machine ADD COLUMN halfLibrary TEXT"),
    Migration(version: 5, name: "where running trials stand", sql: newsTable),
    Migration(version: 6, name: "a run's score and metric as columns", sql: scoreColumns),
    Migration(version: 7, name: "leases, attempts, disputes", sql: leaseTables),
    Migration(version: 8, name: "views for data frames", sql: frameViews),
    Migration(version: 9, name: "processes that shared steps", sql: exchangeColumns),
    Migration(version: 10, name: "names and questions of studies", sql: studyTable),
    Migration(version: 11, name: "how far weights went", sql: driftColumns),
    Migration(version: 12, name: "digests of step logs", sql: digestColumns),
    Migration(version: 13, name: "runs at smaller budgets", sql: readOutTable),
    Migration(version: 14, name: "scores on other tasks", sql: otherScoresColumn),
    Migration(version: 15, name: "a view of settings", sql: settingsView),
  ]
}

/// One step of the schema's history; once released it is never changed, only followed by another.
///
/// Each text stands by itself, also where a view of a later version repeats most of an earlier
/// one's: shared text would let a change for the new version rewrite the old one.
package struct Migration: Sendable {
  /// `user_version` after this step; the first is 1 and each is one more than the one before.
  package var version: Int
  package var name: String
  package var sql: String

  package init(version: Int, name: String, sql: String) {
    self.version = version
    self.name = name
    self.sql = sql
  }
}

/// The moment, as ISO 8601 in UTC with seconds: `2026-01-31T23:59:59Z`; sorts as text.
func timestamp(_ date: Date = Date()) -> String {
  date.formatted(.iso8601)
}

/// Whether a database would run what this program did not write: a trigger, a view in the place of
/// a table or of a view of another text.
///
/// SQLite runs these at every reading and writing.
///
/// What a version has is found by applying its migrations in memory. Tables, indexes and views of
/// other names are their owner's and harmless, since nothing here names them.
struct SchemaCheck {
  var migrations: [Migration]

  private struct Object {
    var name: String
    var type: String
    var text: String

    init(_ row: Row) {
      name = row["name"]
      type = row["type"]
      // Quotes and spaces of altered tables differ between versions of SQLite.
      text = (row["sql"] as String? ?? "").lowercased().filter { !$0.isWhitespace && $0 != "\"" }
    }
  }

  /// - Throws: `altered`, naming the first object that is not of `version`.
  func check(_ connection: Connection, version: Int) throws(StorageProblem) {
    let found = try connection.read(Self.objects)
    guard found.contains(where: { $0.type == "view" || $0.type == "trigger" }) else { return }
    let expected = try connection.beside { database in
      for migration in migrations where migration.version <= version {
        try database.execute(sql: migration.sql)
      }
      return try Self.objects(database)
    }
    let known = Dictionary(
      expected.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    for object in found {
      guard let what = Self.complaint(about: object, known[object.name.lowercased()]) else {
        continue
      }
      throw .altered(path: connection.path, what: what)
    }
  }

  private static func complaint(about object: Object, _ known: Object?) -> String? {
    switch (object.type, known) {
    case ("trigger", nil): "a trigger '\(object.name)' that zobench does not make"
    case ("view", let known?) where known.type != "view":
      "a view in the place of its \(known.type) '\(object.name)'"
    case ("view", let known?) where known.text != object.text,
      ("trigger", let known?) where known.text != object.text:
      "a \(object.type) '\(object.name)' with another text than zobench's"
    default: nil
    }
  }

  private static func objects(_ database: Database) throws -> [Object] {
    try Row.fetchAll(database, sql: "SELECT name, type, sql FROM sqlite_schema ORDER BY name")
      .map(Object.init)
  }
}

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
