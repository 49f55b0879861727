import Foundation
import GRDB
import Storage
import Testing
import Vocabulary

/// Databases of several workers in one.
struct CollectionTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func worker(_ name: String) throws -> ResultStore {
    try ResultStore(
      path: scratch.file(name), mode: .readWrite, migrations: Schema.migrations,
      claimant: ghost(host: name))
  }

  /// Claims a run, and ends it with a log.
  @discardableResult
  private func work(
    _ store: ResultStore, _ seed: Int, _ result: RunResult? = nil
  ) throws -> RunResult {
    let cell = seededCell(seed)
    let ended = result ?? StorageTests.result(cell)
    #expect(try store.claim(cell, identity(of: cell), machine: machine))
    let progress = TrialProgress(result: trial(.interrupted), log: [1, 2, UInt8(seed)])
    try store.record(progress, index: 0, of: identity(of: cell))
    try store.record(trial: trial(), index: 0, of: identity(of: cell))
    try store.record(ended)
    return ended
  }

  private func collect(_ name: String, into target: ResultStore) throws -> Collected {
    try Collector(into: target).collect(scratch.file(name))
  }

  @Test func everythingComesAlongOnce() throws {
    let (a, b) = (try worker("a"), try worker("b"))
    let results = try [work(a, 0), work(a, 1), work(b, 2)]
    let all = try scratch.store()
    #expect(try collect("a", into: all).new == 2)
    #expect(try collect("b", into: all).new == 1)
    #expect(try Set(all.results()) == Set(results))
    #expect(try all.storedRuns().allSatisfy { $0.machine == machine })
    #expect(try all.progress(of: identity(of: seededCell(2)))[0]?.log == [1, 2, 2])
    #expect(try all.attempts().count == 3)
    let before = try Self.rows(scratch.path)
    for name in ["a", "b"] {
      let again = try collect(name, into: all)
      #expect(again.isNothing && again.same > 0)
    }
    #expect(try Self.rows(scratch.path) == before)
    try work(b, 3)
    let more = try collect("b", into: all)
    #expect(more.new == 1 && more.same == 1)
  }

  /// How many rows each table has, and what the runs say.
  private static func rows(_ path: String) throws -> [String] {
    try DatabaseQueue(path: path).read { database in
      let tables = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'clock'")
      let counts = try tables.map { table in
        try "\(table) \(Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0)"
      }
      return try counts + Row.fetchAll(database, sql: "SELECT * FROM run").map { "\($0)" }
    }
  }

  @Test func unfinishedRunsComeAlongAsFarAsTheyAre() throws {
    let a = try worker("a")
    let cell = seededCell()
    #expect(try a.claim(cell, identity(of: cell), machine: machine))
    var progress = TrialProgress(result: trial(.interrupted), log: [1, 2])
    try a.record(progress, index: 0, of: identity(of: cell))
    let all = try scratch.store()
    #expect(try collect("a", into: all).unfinished == 1)
    #expect(try all.state(of: identity(of: cell)) == .retry(.interrupted))
    #expect(try all.progress(of: identity(of: cell))[0]?.log == [1, 2])
    #expect(try collect("a", into: all).isNothing)
    progress.start = 2
    try a.record(progress, index: 0, of: identity(of: cell))
    #expect(try collect("a", into: all).unfinished == 1)
    #expect(try all.progress(of: identity(of: cell))[0]?.log == [1, 2, 1, 2])
    try a.record(result(cell))
    #expect(try collect("a", into: all).new == 1)
    #expect(try all.results() == [result(cell)])
    // What has ended is not undone by somebody's beginning.
    let b = try worker("b")
    #expect(try b.claim(cell, identity(of: cell), machine: machine))
    #expect(try collect("b", into: all).isNothing)
    #expect(try all.results() == [result(cell)])
  }

  @Test func equalResultsButForTimesAreOne() throws {
    try work(worker("a"), 0)
    var later = result(seededCell())
    for index in later.trials.indices {
      later.trials[index].seconds.passes *= 2
      later.trials[index].peakResidentBytes += 1
    }
    try work(worker("b"), 0, later)
    let all = try scratch.store()
    #expect(try collect("a", into: all).new == 1)
    #expect(try collect("b", into: all).repeated == 1)
    #expect(try collect("b", into: all).isNothing)
    #expect(try all.results() == [result(seededCell())])
    #expect(try all.attempts().count == 2)
  }

  @Test func contradictionsAreToldAndKeptApart() throws {
    try work(worker("a"), 0)
    var other = result(seededCell())
    other.test?.metrics["accuracy"] = 0.25
    try work(worker("b"), 0, other)
    let all = try scratch.store()
    #expect(try collect("a", into: all).new == 1)
    let found = try collect("b", into: all)
    let dispute = try #require(found.disputes.first)
    #expect(found.disputes.count == 1 && dispute.difference.hasPrefix("test accuracy 0.25, here"))
    #expect(dispute.source == scratch.file("b"))
    #expect(try all.results() == [result(seededCell())])
    #expect(try collect("b", into: all).isNothing)
    let kept = try DatabaseQueue(path: scratch.path).read {
      try Row.fetchAll($0, sql: "SELECT source, result FROM dispute")
    }
    #expect(kept.count == 1 && kept[0]["source"] == scratch.file("b"))
    let text: String = kept[0]["result"]
    #expect(text.contains("\"accuracy\":0.25"))
  }

  @Test func databasesOfOlderVersionsAreCollected() throws {
    let old = try ResultStore(
      path: scratch.file("old"), mode: .readWrite, migrations: Schema.migrations, claimant: .current
    )
    try old.record(result(), machine: machine)
    try age(DatabaseQueue(path: scratch.file("old")), to: 6)
    let all = try scratch.store()
    #expect(try collect("old", into: all).new == 1)
    #expect(try collect("old", into: all).isNothing)
    // How far weights went was not known then.
    var known = result()
    for index in known.trials.indices { known.trials[index].drift = nil }
    #expect(try all.results() == [known])
  }

  @Test func rowsWithTheDigestOfAnotherIdentityAreRefused() throws {
    let a = try worker("a")
    try work(a, 0)
    try DatabaseQueue(path: scratch.file("a")).write { database in
      try database.execute(sql: "UPDATE run SET modelDigest = 'other'")
    }
    let all = try scratch.store()
    let problem = #expect(throws: StorageProblem.self) { try collect("a", into: all) }
    #expect(problem?.exitCode == 74)
    #expect(try all.results().isEmpty)
  }

  /// Changes a database as no version of this program does.
  private func damage(_ name: String, _ statement: String) throws {
    try DatabaseQueue(path: scratch.file(name)).writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
      try database.execute(sql: statement)
    }
  }

  @Test(arguments: [
    "UPDATE run SET chosen = 9", "UPDATE run SET testMetrics = '{'",
    "UPDATE run SET cell = '[]'", "UPDATE run SET outcomeDetail = NULL",
    "UPDATE trial SET curve = x'010203'", "DELETE FROM trial",
    "UPDATE finding SET kind = 'other'", "UPDATE memory SET measuredAtPeak = -1",
  ])
  func runsThatNoReportCouldReadAreRefused(statement: String) throws {
    let (a, b) = (try worker("a"), try worker("b"))
    try work(a, 0)
    let damaged = try work(a, 1)
    let kept = try work(b, 2)
    try damage("a", statement)
    let all = try scratch.store()
    #expect(try collect("b", into: all).new == 1)
    let before = try Self.rows(scratch.path)
    let problem = #expect(throws: StorageProblem.self) { try collect("a", into: all) }
    #expect(problem?.exitCode == 74)
    let words = problem?.description ?? "collected"
    #expect(words.hasPrefix(scratch.file("a") + ":") && words.contains("(run "), "\(words)")
    #expect(try Self.rows(scratch.path) == before)
    #expect(try all.results() == [kept])
    #expect(try all.ended(damaged.identity) == nil)
  }

  @Test func unfinishedRunsThatCannotBeReadAreRefused() throws {
    let a = try worker("a")
    let cell = seededCell()
    #expect(try a.claim(cell, identity(of: cell), machine: machine))
    try a.record(trial: trial(), index: 0, of: identity(of: cell))
    try damage("a", "UPDATE trial SET point = '{'")
    let all = try scratch.store()
    let problem = #expect(throws: StorageProblem.self) { try collect("a", into: all) }
    #expect(problem?.description.hasPrefix(scratch.file("a")) == true)
    #expect(try all.knownRuns().isEmpty)
  }

  @Test func otherFilesAreRefused() throws {
    let all = try scratch.store()
    try Data("text".utf8).write(to: URL(fileURLWithPath: scratch.file("text")))
    #expect(throws: StorageProblem.self) { try collect("text", into: all) }
    #expect(throws: StorageProblem.self) { try collect("absent", into: all) }
  }
}
