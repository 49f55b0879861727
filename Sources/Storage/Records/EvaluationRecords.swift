import GRDB
import Vocabulary

/// A row of `readOut`: a tested run as if it had ended at a smaller budget.
struct ReadOutRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "readOut"

  var run: String
  var number: Int
  var budget: Int
  var step: Int
  var forwards: Int
  var backwards: Int
  var devStep: Int
  /// NULL stands for a score that is not a number.
  var devScore: Double?
  var devLoss: Double?
  var metrics: String

  init(_ readOut: ReadOut, run: String, number: Int) throws {
    self.run = run
    self.number = number
    budget = readOut.budget
    step = readOut.step
    forwards = readOut.spent.forwards
    backwards = readOut.spent.backwards
    devStep = readOut.dev.step
    devScore = readOut.dev.score.isNaN ? nil : readOut.dev.score
    devLoss = readOut.dev.loss.flatMap { $0.isFinite ? $0 : nil }
    metrics = try StoredJSON.text(readOut.metrics)
  }

  func readOut() throws(UnreadableValue) -> ReadOut {
    ReadOut(
      budget: budget, step: step, spent: StepCost(forwards: forwards, backwards: backwards),
      dev: DevPoint(step: devStep, score: devScore ?? .nan, loss: devLoss),
      metrics: try StoredJSON.value([String: Double].self, metrics))
  }

  /// Those of some runs, or of all, by the run's digest and in the order of the budgets.
  static func all(
    of digest: String? = nil, in database: Database
  ) throws -> [String: [ReadOut]] {
    let records = try fetchAll(
      database,
      sql: "SELECT * FROM readOut \(digest == nil ? "" : "WHERE run = ?") ORDER BY run, number",
      arguments: StatementArguments(digest.map { [$0] } ?? []))
    return try Dictionary(grouping: records, by: \.run).mapValues {
      try $0.map { try $0.readOut() }
    }
  }
}

/// A row of `evaluation`: one evaluation on development data.
struct EvaluationRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "evaluation"

  var trial: Int64
  var number: Int
  var step: Int
  /// NULL stands for a score that is not a number.
  var score: Double?
  var loss: Double?

  init(_ point: DevPoint, trial: Int64, number: Int) {
    self.trial = trial
    self.number = number
    step = point.step
    score = point.score.isNaN ? nil : point.score
    loss = point.loss.flatMap { $0.isFinite ? $0 : nil }
  }

  var point: DevPoint { DevPoint(step: step, score: score ?? .nan, loss: loss) }
}

/// A row of `finding`: something about the health of a trial.
struct FindingRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "finding"

  var trial: Int64
  var number: Int
  var kind: String
  var step: Int
  var message: String

  init(_ finding: HealthFinding, trial: Int64, number: Int) {
    self.trial = trial
    self.number = number
    kind = finding.kind.rawValue
    step = finding.step
    message = finding.message
  }

  func finding() throws(UnreadableValue) -> HealthFinding {
    guard let kind = HealthFinding.Kind(rawValue: kind) else {
      throw UnreadableValue(description: "there is no finding '\(kind)'")
    }
    return HealthFinding(kind, step: step, message)
  }
}
