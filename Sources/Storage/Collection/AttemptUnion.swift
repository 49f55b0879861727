import GRDB

/// The attempts of two databases together.
struct AttemptUnion {
  private let target: Database
  private let records: [AttemptRecord]
  /// Whether an attempt has ended, of those that the target has.
  private let ended: [String: Bool]

  init(from source: Database, to target: Database) throws {
    self.target = target
    records = try AttemptRecord.fetchAll(source, sql: "SELECT * FROM attempt")
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
