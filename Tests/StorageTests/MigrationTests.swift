import Foundation
import GRDB
import Storage
import Testing
import Vocabulary

struct MigrationTests {
  let scratch: Scratch
  private static let known = Schema.migrations.count
  private var known: Int { Self.known }
  private let later =
    Schema.migrations + [
      Migration(version: known + 1, name: "note", sql: "ALTER TABLE run ADD COLUMN note TEXT")
    ]

  init() throws { scratch = try Scratch() }

  private func open(_ mode: ResultStore.Mode, _ migrations: [Migration]) throws -> ResultStore {
    try ResultStore(
      path: scratch.path, mode: mode, migrations: migrations, claimant: .current)
  }

  @Test func versionsAreConsecutive() {
    #expect(Schema.migrations.map(\.version) == Array(1...Schema.migrations.count))
  }

  @Test func olderFilesAreCopiedAndMigrated() throws {
    try scratch.store().record(result())
    #expect(try open(.readWrite, later).results() == [result()])
    let copy = try ResultStore(path: scratch.path + ".v\(known)-backup", mode: .readOnly)
    #expect(try copy.results() == [result()])
    let problem = #expect(throws: StorageProblem.self) { try scratch.store() }
    #expect(problem == .newer(path: scratch.path, found: known + 1, known: known))
  }

  @Test func readersReadACopyOfOlderFiles() throws {
    try scratch.store().record(result())
    let before = try scratch.bytes(scratch.path)
    #expect(try open(.readOnly, later).results() == [result()])
    #expect(try scratch.bytes(scratch.path) == before)
    #expect(!FileManager.default.fileExists(atPath: scratch.path + ".v\(known)-backup"))
  }

  @Test func failedMigrationsLeaveTheOldSchema() throws {
    try scratch.store().record(result())
    let broken =
      later + [Migration(version: known + 2, name: "broken", sql: "ALTER TABLE none ADD COLUMN x")]
    #expect(throws: StorageProblem.self) { try open(.readWrite, broken) }
    #expect(try scratch.store().results() == [result()])
  }

  @Test(arguments: 1..<Schema.migrations.count)
  func filesOfEveryOlderVersionAreMigrated(_ version: Int) throws {
    _ = try open(.readWrite, Array(Schema.migrations.prefix(version)))
    let store = try scratch.store()
    try store.record(result())
    #expect(try store.results() == [result()])
  }

  /// A file of version 5 has no scores of its own; the migration makes those that a run ends with.
  @Test func olderRunsGetTheScoreOfTheirTestResult() throws {
    let store = try scratch.store()
    var exact = result(seededCell(1))
    exact.cell.cell.task.definition = .map(["metric": .text("exactMatch")])
    exact.test?.metrics = ["f1": 0.5, "exactMatch": 0.25]
    var undefined = result(seededCell(2))
    undefined.test?.metrics = ["accuracy": .nan]
    let failed = result(seededCell(3), outcome: .failed(message: "x"), trials: [])
    for run in [result(), exact, undefined, failed] { try store.record(run) }
    let queue = try DatabaseQueue(path: scratch.path)
    func scores() throws -> [[String?]] {
      try queue.read { database in
        try Row.fetchAll(database, sql: "SELECT metric, CAST(score AS TEXT) FROM run ORDER BY seed")
          .map { [$0[0], $0[1]] }
      }
    }
    let recorded = try scores()
    #expect(recorded.map { $0[0] } == ["accuracy", "exactMatch", nil, nil])
    #expect(recorded[1][1] == "0.25" && recorded[2][1] == nil)
    try age(queue, to: 5)
    _ = try scratch.store()
    #expect(try scores() == recorded)
  }

  @Test func newFilesAreNotCopied() throws {
    _ = try open(.readWrite, later)
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path)
    #expect(files.allSatisfy { !$0.contains("backup") })
  }

  @Test func viewsAnswer() throws {
    let store = try scratch.store()
    try store.record(result(seededCell(0)))
    try store.record(result(seededCell(1)))
    try store.record(
      result(seededCell(2), outcome: .diverged(step: 1, lastFiniteLoss: nil), trials: []))
    let queue = try DatabaseQueue(path: scratch.path)
    let cells = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM v_cells") }
    #expect(cells.map { $0["runs"] } == [3])
    #expect(cells.map { $0["completed"] } == [2])
    #expect(cells.map { $0["accuracy"] } == [7.0 / 9])
    #expect(cells.map { $0["peakBytes"] } == [1007])
    let memory = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM v_memory") }
    #expect(memory.count == 8)
    #expect(memory.allSatisfy { $0["exact"] == 1 })
    #expect(cells.map { $0["metric"] } == ["accuracy"])
    #expect(cells.map { $0["score"] } == [7.0 / 9])
    let best = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM v_best") }
    #expect(best.map { $0["optimizer"] } == ["zo-sgd"])
    #expect(best.map { $0["score"] } == [7.0 / 9])
  }

  @Test(arguments: [nil, "exactMatch"])
  func viewsReadTheMetricOfTheTask(metric: String?) throws {
    let store = try scratch.store()
    var run = result()
    run.test?.metrics = ["f1": 0.5, "exactMatch": 0.25, "loss": 2]
    if let metric {
      run.cell.cell.task.definition = .map(["metric": .text(metric)])
    }
    try store.record(run)
    let queue = try DatabaseQueue(path: scratch.path)
    for view in ["v_cells", "v_best"] {
      let row = try queue.read { try Row.fetchOne($0, sql: "SELECT * FROM \(view)") }
      #expect(row?["metric"] == metric ?? "f1")
      #expect(row?["score"] == (metric == nil ? 0.5 : 0.25))
      #expect(row?["evaluationPeakBytes"] as Int? ?? 0 > 0)
    }
  }
}
