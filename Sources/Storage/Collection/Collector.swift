import Foundation
import GRDB
import Vocabulary

/// Brings the runs of other databases into one, keyed on their identities.
///
/// Collecting again changes nothing, and brings only what is new. A result that is there is never
/// replaced: another one of the same identity is equal but for times, or kept apart as a dispute.
package struct Collector {
  private let target: ResultStore

  package init(into target: ResultStore) { self.target = target }

  /// - Throws: why the database at `path` cannot be read; nothing of it is brought then.
  package func collect(_ path: String) throws(StorageProblem) -> Collected {
    let store = try ResultStore(path: path, mode: .readOnly)
    return try store.connection.read { database in
      let source = CollectedDatabase(database, path: store.path)
      return try target.connection.write { try Merge(from: source, to: $0).run() }
    }
  }
}

/// A database that is collected: what is wrong in it is said of it, not of the target.
struct CollectedDatabase {
  private let database: Database
  let path: String

  init(_ database: Database, path: String) {
    self.database = database
    self.path = path
  }

  func read<T>(_ body: (Database) throws -> T) throws(StorageProblem) -> T {
    do { return try body(database) } catch { throw StorageProblem(error, path: path) }
  }

  func checkIdentity(of run: RunHeader) throws(StorageProblem) {
    guard run.identity.digest.hex != run.digest else { return }
    throw .corrupt(
      path: path, reason: "run \(run.digest.prefix(12)) has the parts of another identity")
  }

  /// Reads everything of a run, as reports do: what they could not read must not be copied.
  func check(_ run: RunHeader) throws(StorageProblem) {
    try read(run) { database in
      guard try DatedRun.one(run.digest, in: database) == nil else { return }
      _ = try TrialReader(database, run: run.digest).trials(of: run.digest)
      _ = try KnownRun.one(run.digest, in: database)
    }
  }

  /// How a run ended; nil while it has not.
  func end(of run: RunHeader) throws(StorageProblem) -> Outcome? {
    try read(run) { _ in try run.end }
  }

  /// Reads something of a run, which is named where it cannot be read.
  private func read<T>(
    _ run: RunHeader, _ body: (Database) throws -> T
  ) throws(StorageProblem) -> T {
    do throws(StorageProblem) {
      return try read(body)
    } catch {
      guard case .corrupt(_, let reason) = error else { throw error }
      throw .corrupt(
        path: path, reason: "run \(run.digest.prefix(12)) cannot be read: \(reason)")
    }
  }
}

/// One source and the target, each in one state.
private struct Merge {
  let source: CollectedDatabase
  let target: Database
  private let rows: RunCopy

  init(from source: CollectedDatabase, to target: Database) throws {
    self.source = source
    self.target = target
    rows = try RunCopy(from: source, to: target)
  }

  func run() throws -> Collected {
    var collected = Collected(source: source.path)
    let attempts = try AttemptUnion(from: source, to: target)
    for header in try source.read(RunHeader.all) {
      try source.checkIdentity(of: header)
      let known = try RunHeader.one(header.identity, in: target)
      try bring(header, known, attempts.knows(header.attempt), &collected)
    }
    try attempts.run()
    for study in try source.read(StudyRecord.all) {
      try study.insert(target, onConflict: .ignore)
    }
    collected.versions = try source.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT DISTINCT version FROM machine JOIN run ON run.machine = machine.id ORDER BY version
          """)
    }
    return collected
  }

  /// - Parameter isKnown: whether the attempt behind the run was brought when it had ended.
  private func bring(
    _ header: RunHeader, _ known: RunHeader?, _ isKnown: Bool, _ collected: inout Collected
  ) throws {
    let isFinal = try source.end(of: header)?.isFinal ?? false
    guard let known else {
      try copy(header)
      if isFinal { collected.new += 1 } else { collected.unfinished += 1 }
      return
    }
    switch (isFinal, try known.end?.isFinal ?? false) {
    case (true, true):
      if isKnown || (header.attempt != nil && header.attempt == known.attempt) {
        collected.same += 1
      } else {
        try compare(header, &collected)
      }
    case (true, false):
      try copy(header)
      collected.new += 1
    case (false, true): collected.same += 1
    case (false, false):
      if try isAhead(header, of: known) {
        try copy(header)
        collected.unfinished += 1
      } else {
        collected.same += 1
      }
    }
  }

  private func copy(_ header: RunHeader) throws {
    try source.check(header)
    try rows.copy(header.digest)
  }

  /// Whether an unfinished run has come further, or ended in another way, than is known.
  private func isAhead(_ header: RunHeader, of known: RunHeader) throws -> Bool {
    let end = try source.end(of: header) ?? .interrupted
    if header.attempt == known.attempt, end != (try known.end) { return true }
    let extent = try source.read { try Extent(header.digest, in: $0) }
    return try Extent(header.digest, in: target) < extent
  }

  /// Two results of one identity.
  private func compare(_ header: RunHeader, _ collected: inout Collected) throws {
    try source.check(header)
    guard let other = try source.read({ try DatedRun.one(header.digest, in: $0) }),
      let own = try DatedRun.one(header.digest, in: target)
    else { return }
    let (content, here) = (ResultContent(other.result), ResultContent(own.result))
    guard content.digest != here.digest else {
      // Runs of older versions have no attempt to be known by.
      if header.attempt == nil, (other.started, other.finished) == (own.started, own.finished) {
        collected.same += 1
      } else {
        collected.repeated += 1
      }
      return
    }
    let record = DisputeRecord(
      run: header.digest, content: content.digest.hex, source: source.path,
      machine: try other.machine.map { try StoredJSON.text($0) }, started: other.started,
      finished: other.finished, result: try StoredJSON.text(other.result))
    try record.insert(target, onConflict: .ignore)
    guard target.changesCount > 0 else {
      collected.same += 1
      return
    }
    collected.disputes.append(
      Collected.Dispute(
        run: header.digest, cell: other.result.cell.cell.name, seed: other.result.cell.seed,
        source: source.path, difference: content.difference(from: here)))
  }
}

/// How far an unfinished run has come.
private struct Extent: Comparable {
  private let trials: Int
  private let steps: Int
  private let log: Int

  init(_ run: String, in database: Database) throws {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT (SELECT count(*) FROM trial WHERE run = ?1),
          (SELECT coalesce(sum(stepsDone), 0) FROM progress WHERE run = ?1),
          (SELECT coalesce(sum(length(bytes)), 0) FROM stepLog WHERE run = ?1)
        """, arguments: [run])
    (trials, steps, log) = (row?[0] ?? 0, row?[1] ?? 0, row?[2] ?? 0)
  }

  static func < (a: Extent, b: Extent) -> Bool {
    (a.trials, a.steps, a.log) < (b.trials, b.steps, b.log)
  }
}

/// What collecting one database found.
package struct Collected: Hashable, Codable, Sendable {
  package var source: String
  /// Runs that ended and were not there yet, or not ended.
  package var new = 0
  /// Runs that have not ended, further than they were known.
  package var unfinished = 0
  /// Runs that were there as they are.
  package var same = 0
  /// Runs that were computed twice, to the same result but for times; the first stays.
  package var repeated = 0
  /// Runs whose result contradicts the one that is there; both are kept, the first counts.
  package var disputes: [Dispute] = []
  /// The programs that computed what is in the source.
  package var versions: [String] = []

  package init(source: String) { self.source = source }

  /// A result that contradicts one of the same identity.
  package struct Dispute: Hashable, Codable, Sendable {
    package var run: String
    package var cell: String
    package var seed: Int
    package var source: String
    /// What differs, such as `test accuracy 0.91, here 0.93`.
    package var difference: String

    package init(run: String, cell: String, seed: Int, source: String, difference: String) {
      self.run = run
      self.cell = cell
      self.seed = seed
      self.source = source
      self.difference = difference
    }
  }

  package var isNothing: Bool { new == 0 && unfinished == 0 && repeated == 0 && disputes.isEmpty }
}

/// The attempts of two databases together.
struct AttemptUnion {
  private let target: Database
  private let records: [AttemptRecord]
  /// Whether an attempt has ended, of those that the target has.
  private let ended: [String: Bool]

  init(from source: CollectedDatabase, to target: Database) throws {
    self.target = target
    records = try source.read { try AttemptRecord.fetchAll($0, sql: "SELECT * FROM attempt") }
    let known = try Row.fetchAll(
      target,
      sql: """
        SELECT id, ended IS NOT NULL FROM attempt WHERE id IN (SELECT value FROM json_each(?))
        """, arguments: [try StoredJSON.text(records.map(\.id))])
    ended = Dictionary(
      known.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether the target has the attempt with its end.
  func knows(_ attempt: String?) -> Bool { attempt.flatMap { ended[$0] } ?? false }

  /// Adds those that are new, and the ends of those that had none; their runs must be there.
  func run() throws {
    for record in records where ended[record.id] != (record.ended != nil) {
      if ended[record.id] != true { try record.insert(target, onConflict: .replace) }
    }
  }
}

/// A row of `dispute`: a result that contradicts the one that counts.
struct DisputeRecord: Codable, PersistableRecord {
  static let databaseTableName = "dispute"

  var run: String
  /// The digest of the result without its times.
  var content: String
  var source: String
  var machine: String?
  var started: String
  var finished: String
  var result: String
}
