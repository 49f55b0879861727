import Experiments
import GRDB

/// A run that the database knows, ended or not.
public struct KnownRun: Hashable, Sendable {
  public var cell: SeededCell
  public var identity: Identity
  /// The trial chosen on development data; nil as long as there is none.
  public var chosen: Int?
}

extension ResultStore {
  /// Every run, ended or not, the latest first.
  public func knownRuns() throws(StorageProblem) -> [KnownRun] {
    try connection.read { database in
      try RunRecord.fetchAll(database, sql: "SELECT * FROM run ORDER BY started DESC, digest")
        .map { record in
          KnownRun(
            cell: try StoredJSON.value(SeededCell.self, record.cell), identity: record.identity,
            chosen: record.chosen)
        }
    }
  }
}
