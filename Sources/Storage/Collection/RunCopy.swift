import GRDB
import Vocabulary

/// Copies the rows of runs from one database to another, with everything that refers to them.
///
/// Which tables refer to a run, or to its trials, is read from the schema's foreign keys: what a
/// later version adds is copied without a change here.
struct RunCopy {
  private let source: CollectedDatabase
  private let target: Database
  private let children: [Child]

  /// A table with rows of a run, and the tables with rows of these.
  private struct Child {
    var table: String
    var column: String
    var grandchildren: [(table: String, column: String)]
  }

  /// Attempts and disputes are united by others; news is about a process that is elsewhere.
  private static let left: Set = ["attempt", "dispute", "news"]

  init(from source: CollectedDatabase, to target: Database) throws {
    self.source = source
    self.target = target
    let tables = try String.fetchAll(
      target, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    let keys = try tables.map { ($0, try target.foreignKeys(on: $0)) }
    func referring(to parent: String) -> [(table: String, column: String)] {
      keys.flatMap { table, keys in
        keys.filter { $0.destinationTable == parent }.flatMap(\.originColumns).map { (table, $0) }
      }
    }
    children = referring(to: "run").filter { !Self.left.contains($0.table) }.map {
      Child(table: $0.table, column: $0.column, grandchildren: referring(to: $0.table))
    }
  }

  /// Puts a run in place of what the target has of it.
  ///
  /// A run that is at work in the source is interrupted in the target, with what it has so far.
  func copy(_ digest: String) throws {
    guard
      var run = try source.read({ database in
        try RunRecord.fetchOne(
          database, sql: "SELECT * FROM run WHERE digest = ?", arguments: [digest])
      })
    else { return }
    if let machine = run.machine {
      let record = try source.read { database in
        try MachineRecord.fetchOne(
          database, sql: "SELECT * FROM machine WHERE id = ?", arguments: [machine])
      }
      run.machine = try record.map { try MachineRecord.id(of: $0.machine, in: target) }
    }
    if run.outcome == RunRecord.running {
      run.outcome = Outcome.interrupted.name
      run.outcomeDetail = try StoredJSON.text(Outcome.interrupted)
      run.finished = timestamp()
    }
    run.dropClaim()
    try run.upsert(target)
    for child in children {
      try target.execute(
        sql: "DELETE FROM \(child.table) WHERE \(child.column) = ?", arguments: [digest])
      try copy(child, of: digest)
    }
  }

  private func copy(_ child: Child, of digest: String) throws {
    for row in try rows(of: child.table, where: child.column, is: digest.databaseValue) {
      guard !child.grandchildren.isEmpty else {
        try insert(row, into: child.table)
        continue
      }
      // Its number is another in the target.
      try insert(row, into: child.table, changing: ["id": .null])
      let number = target.lastInsertedRowID.databaseValue
      for (table, column) in child.grandchildren {
        for row in try rows(of: table, where: column, is: row["id"]) {
          try insert(row, into: table, changing: [column: number])
        }
      }
    }
  }

  private func rows(
    of table: String, where column: String, is value: DatabaseValue
  ) throws(StorageProblem) -> [Row] {
    try source.read { database in
      try Row.fetchAll(
        database.cachedStatement(sql: "SELECT * FROM \(table) WHERE \(column) = ?"),
        arguments: [value])
    }
  }

  private func insert(
    _ row: Row, into table: String, changing changed: [String: DatabaseValue] = [:]
  ) throws {
    let columns = Array(row.columnNames)
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let statement = try target.cachedStatement(
      sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))")
    let values = zip(columns, row.databaseValues).map { changed[$0] ?? $1 }
    try statement.execute(arguments: StatementArguments(values))
  }
}

/// What of a result depends on its identity alone: neither times, nor what the process took beside
/// the ledger, nor with whom it shared its steps.
struct ResultContent {
  private let result: RunResult
  let digest: ContentDigest

  init(_ result: RunResult) {
    var content = result
    for index in content.trials.indices {
      content.trials[index].seconds = PhaseSeconds()
      content.trials[index].peakResidentBytes = 0
      content.trials[index].exchange = nil
    }
    self.result = content
    digest = ContentDigest(of: canonicalJSON(Compared(content)))
  }

  /// The cell's own text may spell out what is a default elsewhere; the identity speaks for it.
  private struct Compared: Encodable {
    var outcome: Outcome
    var trials: [TrialResult]
    var chosen: Int?
    var test: TestResult?
    var trainable: Int
    var parameters: Int

    init(_ result: RunResult) {
      outcome = result.outcome
      trials = result.trials
      chosen = result.chosen
      test = result.test
      trainable = result.trainableParameters
      parameters = result.parameters
    }
  }

  /// In a few words, how this one differs from what is there.
  func difference(from here: ResultContent) -> String {
    let (other, own) = (here.result, result)
    if other.outcome != own.outcome { return "\(own.outcome.name), here \(other.outcome.name)" }
    for name in (own.test?.metrics.keys.sorted() ?? []) {
      let (a, b) = (own.test?.metrics[name], other.test?.metrics[name])
      if a != b { return "test \(name) \(text(a)), here \(text(b))" }
    }
    if own.chosen != other.chosen { return "another trial was chosen" }
    for (index, pair) in zip(own.trials, other.trials).enumerated() {
      if pair.0.weightsDigest != pair.1.weightsDigest {
        return "trial \(index + 1) has other weights at its end"
      }
      let steps = zip(pair.0.curve, pair.1.curve).enumerated()
      if let step = steps.first(where: { $0.element.0 != $0.element.1 }) {
        return "the losses of trial \(index + 1) differ from step \(step.offset + 1) on"
      }
    }
    return "its trials differ"
  }

  private func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "none" }
}
