import GRDB
import Vocabulary

/// The columns of `run` that say how far a run has come.
struct RunHeader: Decodable, FetchableRecord {
  static let columns = """
    digest, configurationDigest, dataDigest, modelDigest, semantics, outcome, outcomeDetail, \
    started, claimHost, claimProcess, claimStart, attempt, leaseUntil
    """

  var digest: String
  var configurationDigest: String
  var dataDigest: String
  var modelDigest: String
  var semantics: Int
  var outcome: String
  var outcomeDetail: String?
  var started: String
  var claimHost: String?
  var claimProcess: Int32?
  var claimStart: String?
  var attempt: String?
  var leaseUntil: Double?

  var identity: Identity {
    Identity(
      configuration: ContentDigest(hex: configurationDigest), data: ContentDigest(hex: dataDigest),
      model: ContentDigest(hex: modelDigest), semantics: semantics)
  }

  /// Nil while the run is claimed.
  var end: Outcome? {
    get throws(UnreadableValue) {
      guard outcome != RunRecord.running else { return nil }
      return try StoredJSON.value(Outcome.self, outcomeDetail ?? "null")
    }
  }

  /// The process that claims the run, when it has claimed it and not ended it.
  var claimant: Claimant? {
    guard outcome == RunRecord.running, let claimHost, let claimProcess, let claimStart else {
      return nil
    }
    return Claimant(host: claimHost, process: claimProcess, start: claimStart)
  }
}

extension RunHeader {
  static func one(_ identity: Identity, in database: Database) throws -> RunHeader? {
    try fetchOne(
      database, sql: "SELECT \(columns) FROM run WHERE digest = ?",
      arguments: [identity.digest.hex])
  }

  /// Every claimed run.
  static func running(in database: Database) throws -> [RunHeader] {
    try fetchAll(
      database, sql: "SELECT \(columns) FROM run WHERE outcome = ? ORDER BY started, digest",
      arguments: [RunRecord.running])
  }

  /// Every run of a configuration, the latest first.
  static func all(configuration: ContentDigest, in database: Database) throws -> [RunHeader] {
    try fetchAll(
      database,
      sql: """
        SELECT \(columns) FROM run WHERE configurationDigest = ? ORDER BY started DESC, digest
        """,
      arguments: [configuration.hex])
  }

  static func all(in database: Database) throws -> [RunHeader] {
    try fetchAll(
      database, sql: "SELECT \(columns) FROM run ORDER BY started DESC, digest")
  }
}
