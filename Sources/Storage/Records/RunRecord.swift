import Foundation
import GRDB
import Vocabulary

/// A row of `run`: a claimed or ended cell at one seed.
struct RunRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "run"
  /// `outcome` while a process works on the run.
  static let running = "running"

  var digest: String
  var configurationDigest: String
  var dataDigest: String
  var modelDigest: String
  var semantics: Int
  var cell: String
  var model: String
  var task: String
  var scheme: String
  var optimizer: String
  var seed: Int
  var outcome: String
  var outcomeDetail: String?
  var chosen: Int?
  /// Of the score; `testMetrics` has what else was measured.
  var metric: String?
  var score: Double?
  var testMetrics: String?
  var testExamples: Int?
  var testPredictions: Int?
  var testCorrect: Data?
  var trainableParameters: Int?
  var parameters: Int?
  var machine: Int64?
  var started: String
  var finished: String?
  var claimHost: String?
  var claimProcess: Int32?
  var claimStart: String?
  /// The attempt that has the run, or that ended it.
  var attempt: String?
  /// When the claim ends unless it is renewed, in the database's time.
  var leaseUntil: Double?
}

extension RunRecord {
  /// A claimed run.
  init(
    _ cell: SeededCell, _ identity: Identity, machine: Int64?, claimant: Claimant?, at now: String
  ) throws {
    digest = identity.digest.hex
    configurationDigest = identity.configuration.hex
    dataDigest = identity.data.hex
    modelDigest = identity.model.hex
    semantics = identity.semantics
    self.cell = try StoredJSON.text(cell)
    model = cell.cell.model.shown
    task = cell.cell.task.name
    scheme = cell.cell.scheme.name
    optimizer = cell.cell.optimizer.name
    seed = cell.seed
    outcome = Self.running
    self.machine = machine
    started = now
    claimHost = claimant?.host
    claimProcess = claimant?.process
    claimStart = claimant?.start
  }

  /// Turns a claimed run into an ended one.
  mutating func end(with result: RunResult, at now: String) throws {
    outcome = result.outcome.name
    outcomeDetail = try StoredJSON.text(result.outcome)
    chosen = result.chosen
    metric = result.score?.metric.rawValue
    score = result.score?.value
    testMetrics = try result.test.map { try StoredJSON.text($0.metrics) }
    testExamples = result.test?.examples
    testPredictions = result.test?.correct.count
    testCorrect = result.test.map { PackedBits.data($0.correct) }
    trainableParameters = result.trainableParameters
    parameters = result.parameters
    finished = now
    dropClaim()
  }
}

extension RunRecord {
  /// Nobody has the run any more.
  mutating func dropClaim() {
    (claimHost, claimProcess, claimStart, leaseUntil) = (nil, nil, nil, nil)
  }

  var identity: Identity {
    Identity(
      configuration: ContentDigest(hex: configurationDigest), data: ContentDigest(hex: dataDigest),
      model: ContentDigest(hex: modelDigest), semantics: semantics)
  }

  /// The run as a value; its trials are given.
  func result(
    trials: [TrialResult], readOuts: [ReadOut] = []
  ) throws(UnreadableValue) -> RunResult {
    guard let outcomeDetail else {
      throw UnreadableValue(description: "run \(digest) has no outcome")
    }
    if let chosen, !trials.indices.contains(chosen) {
      throw UnreadableValue(description: "run \(digest) chose trial \(chosen) of \(trials.count)")
    }
    var test = try test
    test?.readOuts = readOuts
    return RunResult(
      identity: identity, cell: try StoredJSON.value(SeededCell.self, cell),
      outcome: try StoredJSON.value(Outcome.self, outcomeDetail), trials: trials, chosen: chosen,
      test: test, trainableParameters: trainableParameters ?? 0, parameters: parameters ?? 0)
  }

  private var test: TestResult? {
    get throws(UnreadableValue) {
      guard let testMetrics, let testExamples, let testPredictions, let testCorrect else {
        return nil
      }
      return TestResult(
        metrics: try StoredJSON.value([String: Double].self, testMetrics), examples: testExamples,
        correct: try PackedBits.values(testCorrect, count: testPredictions))
    }
  }
}

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
