import Foundation
import GRDB
import Storage
import Testing
import Vocabulary

/// Databases with statements of others in them, and files that go away while they are open.
struct SchemaCheckTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func change(_ sql: String) throws {
    try scratch.store().record(result())
    let queue = try DatabaseQueue(path: scratch.path)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: sql)
      _ = try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE")
    }
    try queue.close()
  }

  static let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "

  @Test(arguments: [
    "CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM run; END",
    "DROP VIEW v_runs; CREATE VIEW v_runs AS \(endless) SELECT max(i) AS run FROM n",
    "DROP TABLE news; CREATE VIEW news AS \(endless) SELECT max(i) AS run FROM n",
    "ALTER TABLE news RENAME TO old; CREATE VIEW NEWS AS \(endless) SELECT max(i) AS run FROM n",
  ])
  func statementsOfOthersAreRefused(_ sql: String) throws {
    try change(sql)
    let before = try scratch.bytes(scratch.path)
    for mode in [ResultStore.Mode.readOnly, .readWrite] {
      let problem = #expect(throws: StorageProblem.self) { try scratch.store(mode) }
      #expect(problem?.exitCode == 65)
      #expect(problem?.description.contains("'") == true)
    }
    #expect(try scratch.bytes(scratch.path) == before)
  }

  @Test func whatOwnersAddIsLeftToThem() throws {
    try change(
      "CREATE VIEW mine AS SELECT digest FROM run; CREATE TABLE notes (text); "
        + "CREATE INDEX byModel ON run (model)")
    #expect(try scratch.store(.readOnly).results().count == 1)
    #expect(try scratch.store(.readWrite).results().count == 1)
  }

  @Test(arguments: ["remove", "rename", "replace", "empty"])
  func aFileThatGoesAwayIsTold(_ way: String) throws {
    let files = FileManager.default
    let store = try scratch.store()
    try store.record(result())
    switch way {
    case "remove": try files.removeItem(atPath: scratch.path)
    case "rename": try files.moveItem(atPath: scratch.path, toPath: scratch.file("moved.sqlite"))
    case "replace":
      let other = try ResultStore(path: scratch.file("other.sqlite"), mode: .readWrite)
      #expect(other.path != store.path)
      try files.removeItem(atPath: scratch.path)
      try files.copyItem(atPath: scratch.file("other.sqlite"), toPath: scratch.path)
    default: #expect(truncate(scratch.path, 0) == 0)
    }
    let problem = #expect(throws: StorageProblem.self) { try store.record(result(seededCell(1))) }
    #expect(problem?.exitCode == 74)
  }
}
