import Foundation
import GRDB
import Storage
import Testing

struct OpeningTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func write(_ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.path))
  }

  /// Opening fails with `exitCode` in both modes, and leaves the folder byte for byte as it is.
  private func expectRefusal(_ exitCode: Int32, saying words: String) throws {
    let before = try scratch.bytes(scratch.path)
    for mode in [ResultStore.Mode.readWrite, .readOnly] {
      let problem = #expect(throws: StorageProblem.self) { try scratch.store(mode) }
      #expect(problem?.exitCode == exitCode)
      #expect(problem?.description.contains(words) == true, "\(problem?.description ?? "")")
    }
    #expect(try scratch.bytes(scratch.path) == before)
  }

  @Test func textFilesAreRefused() throws {
    try write("accuracy,seconds\n")
    try expectRefusal(65, saying: "a text file")
  }

  @Test func foldersAreRefused() throws {
    let folder = scratch.folder.path
    let problem = #expect(throws: StorageProblem.self) {
      try ResultStore(path: folder, mode: .readWrite)
    }
    #expect(problem == .notOurs(path: folder, found: "a folder"))
  }

  @Test(arguments: ["DELETE", "WAL"])
  func foreignDatabasesAreRefused(_ journal: String) throws {
    let queue = try DatabaseQueue(path: scratch.path)
    try queue.writeWithoutTransaction {
      _ = try String.fetchOne($0, sql: "PRAGMA journal_mode = \(journal)")
      try $0.execute(sql: "CREATE TABLE run (x); PRAGMA user_version = 1")
    }
    try queue.close()
    try expectRefusal(65, saying: "another program's")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).count == 1)
  }

  @Test func newerSchemasAreRefused() throws {
    _ = try scratch.store()
    let queue = try DatabaseQueue(path: scratch.path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
    try queue.close()
    try expectRefusal(76, saying: "update zobench")
  }

  @Test(arguments: [50, 4096, 9000])
  func truncatedFilesAreReported(_ length: Int) throws {
    try scratch.store().record(result())
    try scratch.bytes(scratch.path).prefix(length).write(to: URL(fileURLWithPath: scratch.path))
    try expectRefusal(74, saying: ".recover")
  }

  @Test func overwrittenPagesAreReported() throws {
    try scratch.store().record(result())
    var bytes = try scratch.bytes(scratch.path)
    for index in 4096..<bytes.count { bytes[index] = 0xA5 }
    try bytes.write(to: URL(fileURLWithPath: scratch.path))
    let problem = #expect(throws: StorageProblem.self) { try scratch.store().results() }
    #expect(problem?.exitCode == 74)
  }

  @Test func valuesThatWereTamperedWithAreReported() throws {
    let store = try scratch.store()
    for change in [
      "UPDATE run SET cell = '{}'", "UPDATE run SET chosen = 9",
      "UPDATE run SET testCorrect = x'00'", "UPDATE trial SET outcomeDetail = 'odd'",
      "UPDATE memory SET account = 'odd' WHERE account = 'weights'",
      "UPDATE memory SET measuredAtPeak = -1",
      "UPDATE memory SET forecastAtPeak = 9223372036854775807",
      "UPDATE run SET outcomeDetail = NULL",
    ] {
      try store.record(result())
      try DatabaseQueue(path: scratch.path).write { try $0.execute(sql: change) }
      let problem = #expect(throws: StorageProblem.self, "\(change)") { try store.results() }
      #expect(problem?.exitCode == 74)
    }
  }

  @Test func missingFilesAndFoldersAreNamed() throws {
    let reading = #expect(throws: StorageProblem.self) { try scratch.store(.readOnly) }
    #expect(reading?.exitCode == 66)
    #expect(!FileManager.default.fileExists(atPath: scratch.path))
    let creating = #expect(throws: StorageProblem.self) {
      try ResultStore(path: scratch.file("none/results.sqlite"), mode: .readWrite)
    }
    #expect(creating?.exitCode == 73)
  }

  @Test func emptyFilesBecomeDatabases() throws {
    try write("")
    try scratch.store().record(result())
    #expect(try scratch.store(.readOnly).results() == [result()])
  }

  @Test func newFilesCarryTheMarksAndSettings() throws {
    let store = try scratch.store()
    let queue = try DatabaseQueue(path: scratch.path)
    let marks = try queue.read { database in
      try ["application_id", "user_version", "journal_mode"].map {
        try String.fetchOne(database, sql: "PRAGMA \($0)")
      }
    }
    #expect(marks == ["\(0x5A4F_4231)", "\(Schema.migrations.count)", "wal"])
    let strict = try queue.read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM pragma_table_list WHERE strict")
    }
    #expect(strict == 14)
    try store.record(result())
  }

  @Test func namesWithURICharactersWork() throws {
    let path = scratch.file("50%?#1 a.sqlite")
    try ResultStore(path: path, mode: .readWrite).record(result())
    #expect(try ResultStore(path: path, mode: .readOnly).results() == [result()])
  }
}
