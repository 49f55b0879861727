import GRDB
import Vocabulary

/// Copies the rows of runs from one database to another, with everything that refers to them.
///
/// Which tables refer to a run, or to its trials, is read from the schema's foreign keys: what a
/// later version adds is copied without a change here.
struct RunCopy {
  private let source: Database
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

  init(from source: Database, to target: Database) throws {
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
      var run = try RunRecord.fetchOne(
        source, sql: "SELECT * FROM run WHERE digest = ?", arguments: [digest])
    else { return }
    if let machine = run.machine {
      let record = try MachineRecord.fetchOne(
        source, sql: "SELECT * FROM machine WHERE id = ?", arguments: [machine])
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
    let rows = try Row.fetchAll(
      source.cachedStatement(sql: "SELECT * FROM \(child.table) WHERE \(child.column) = ?"),
      arguments: [digest])
    for row in rows {
      guard !child.grandchildren.isEmpty else {
        try insert(row, into: child.table)
        continue
      }
      // Its number is another in the target.
      try insert(row, into: child.table, changing: ["id": .null])
      let number = target.lastInsertedRowID.databaseValue
      for (table, column) in child.grandchildren {
        let rows = try Row.fetchAll(
          source.cachedStatement(sql: "SELECT * FROM \(table) WHERE \(column) = ?"),
          arguments: [row["id"] as DatabaseValue])
        for row in rows { try insert(row, into: table, changing: [column: number]) }
      }
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
