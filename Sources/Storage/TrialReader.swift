import GRDB
import Vocabulary

extension DatedRun {
  /// One ended run; nil when there is none.
  static func one(_ digest: String, in database: Database) throws -> DatedRun? {
    guard
      let run = try RunRecord.fetchOne(
        database, sql: "SELECT * FROM run WHERE digest = ? AND outcome <> ?",
        arguments: [digest, RunRecord.running])
    else { return nil }
    let machine = try run.machine.flatMap {
      try MachineRecord.fetchOne(
        database, sql: "SELECT * FROM machine WHERE id = ?", arguments: [$0])
    }
    let trials = try TrialReader(database, run: digest).trials(of: digest).map(\.result)
    return DatedRun(
      result: try run.result(
        trials: trials, readOuts: try ReadOutRecord.all(of: digest, in: database)[digest] ?? []),
      machine: machine?.machine, started: run.started,
      finished: run.finished ?? run.started)
  }
}

/// A run that the database knows, ended or not.
package struct KnownRun: Hashable, Sendable {
  package var cell: SeededCell
  package var identity: Identity
  /// The trial chosen on development data; nil as long as there is none.
  package var chosen: Int?
}

extension KnownRun {
  private init(_ record: RunRecord) throws(UnreadableValue) {
    cell = try StoredJSON.value(SeededCell.self, record.cell)
    identity = record.identity
    chosen = record.chosen
  }

  /// One run; nil when there is none.
  static func one(_ digest: String, in database: Database) throws -> KnownRun? {
    try RunRecord.fetchOne(
      database, sql: "SELECT * FROM run WHERE digest = ?", arguments: [digest]
    ).map { try KnownRun($0) }
  }

  static func all(in database: Database) throws -> [KnownRun] {
    try RunRecord.fetchAll(database, sql: "SELECT * FROM run ORDER BY started DESC, digest")
      .map { try KnownRun($0) }
  }
}

extension ResultStore {
  /// Every run, ended or not, the latest first.
  package func knownRuns() throws(StorageProblem) -> [KnownRun] {
    try connection.read(KnownRun.all)
  }
}

/// Reads the trials of one run or of all in four queries, however many there are.
struct TrialReader {
  struct Numbered {
    var number: Int
    var result: TrialResult
  }

  private let trials: [String: [TrialRecord]]
  private let evaluations: [Int64: [EvaluationRecord]]
  private let memory: [Int64: [MemoryRecord]]
  private let findings: [Int64: [FindingRecord]]

  init(_ database: Database, run: String? = nil) throws {
    // Without "NULL or", which would have SQLite look at every row of a large database.
    let chosen = run == nil ? "" : "WHERE trial.run = ?"
    let part = "JOIN trial ON trial.id = part.trial \(chosen)"
    let arguments = StatementArguments(run.map { [$0] } ?? [])
    trials = Dictionary(
      grouping: try TrialRecord.fetchAll(
        database, sql: "SELECT trial.* FROM trial \(chosen) ORDER BY number",
        arguments: arguments), by: \.run)
    evaluations = Dictionary(
      grouping: try EvaluationRecord.fetchAll(
        database, sql: "SELECT part.* FROM evaluation AS part \(part) ORDER BY part.number",
        arguments: arguments), by: \.trial)
    memory = Dictionary(
      grouping: try MemoryRecord.fetchAll(
        database, sql: "SELECT part.* FROM memory AS part \(part)", arguments: arguments),
      by: \.trial)
    findings = Dictionary(
      grouping: try FindingRecord.fetchAll(
        database, sql: "SELECT part.* FROM finding AS part \(part) ORDER BY part.number",
        arguments: arguments), by: \.trial)
  }

  /// The rows of a run's trials in the order of their numbers.
  func records(of run: String) -> [TrialRecord] { trials[run] ?? [] }

  /// A run's trials in the order of their numbers.
  func trials(of run: String) throws(UnreadableValue) -> [Numbered] {
    var numbered: [Numbered] = []
    for record in records(of: run) {
      let id = record.id ?? 0
      let result = try record.result(
        dev: (evaluations[id] ?? []).map(\.point), memory: MemoryPhases(memory[id] ?? []),
        findings: (findings[id] ?? []).map { (record) throws(UnreadableValue) in
          try record.finding()
        })
      numbered.append(Numbered(number: record.number, result: result))
    }
    return numbered
  }
}
