import Foundation
import GRDB
import Storage
import Testing
import Vocabulary

/// Databases of every earlier version, with rows, read by a program that may not change them.
struct OldFileTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Makes a database of an earlier version with what that version could hold of a run.
  private func makeOldFile(version: Int) throws {
    let migrations = Array(Schema.migrations.prefix(version))
    _ = try ResultStore(
      path: scratch.path, mode: .readWrite, migrations: migrations, claimant: .current)
    let now = try ResultStore(path: scratch.file("now.sqlite"), mode: .readWrite)
    try now.record(result(), machine: machine)
    let queue = try DatabaseQueue(path: scratch.path)
    try queue.inDatabase { database in
      try database.execute(sql: "ATTACH ? AS now", arguments: [scratch.file("now.sqlite")])
      // The time of a database is in it from its beginning.
      let tables = try String.fetchAll(
        database,
        sql: "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name <> 'clock'")
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      for table in tables {
        let columns = try database.columns(in: table, in: "main").map(\.name)
          .joined(separator: ", ")
        try database.execute(
          sql: "INSERT INTO main.\(table) (\(columns)) SELECT \(columns) FROM now.\(table)")
      }
    }
    try queue.close()
  }

  @Test(arguments: 1..<Schema.migrations.count)
  func oldFilesAreReadAndLeftAlone(_ version: Int) throws {
    try makeOldFile(version: version)
    let before = try scratch.bytes(scratch.path)
    let files = [scratch.path, scratch.file("now.sqlite")]
    let runs = try files.map { try ResultStore(path: $0, mode: .readOnly).storedRuns() }
    #expect(runs[0].map(\.result.test) == runs[1].map(\.result.test))
    #expect(runs[0].map(\.result.cell) == runs[1].map(\.result.cell))
    let trials = runs.map { $0.flatMap(\.result.trials) }
    #expect(trials[0].map(\.dev) == trials[1].map(\.dev))
    #expect(runs[0].first?.result.trials.first?.training == result().trials[0].training)
    #expect(runs[0].first?.machine?.processor == machine.processor)
    let reader = try ResultStore(path: scratch.path, mode: .readOnly)
    #expect(try reader.activity().isEmpty)
    #expect(try reader.knownRuns().count == 1)
    #expect(try reader.state(of: result().identity) == .done)
    #expect(try scratch.bytes(scratch.path) == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
    #expect(left.allSatisfy { !$0.contains("backup") })
  }

  @Test func onlyWritersMigrateTheFile() throws {
    try makeOldFile(version: 1)
    _ = try scratch.store(.readOnly)
    let version = try DatabaseQueue(path: scratch.path).read {
      try Int.fetchOne($0, sql: "PRAGMA user_version")
    }
    #expect(version == 1)
    _ = try scratch.store(.readWrite)
    #expect(FileManager.default.fileExists(atPath: scratch.path + ".v1-backup"))
    #expect(try scratch.store(.readOnly).results().count == 1)
  }
}
