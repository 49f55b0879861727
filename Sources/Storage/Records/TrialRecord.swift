import Foundation
import GRDB
import Vocabulary

/// A row of `trial`.
struct TrialRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "trial"

  var id: Int64?
  var run: String
  var number: Int
  var point: String
  var outcome: String
  var outcomeDetail: String
  var stepsDone: Int
  var forwards: Int
  var backwards: Int
  var tokens: Int
  var secondsData: Double
  var secondsPasses: Double
  var secondsUpdate: Double
  var secondsEvaluation: Double
  var secondsSetUp: Double
  var peakResidentBytes: Int
  var curve: Data
  var weightsDigest: String?
  var processes: Int?
  var division: String?
  var exchangedBytes: Int?
  /// How far the best weights are from the first, absolute and as a share; `drift` has the parts.
  var distance: Double?
  var relativeDistance: Double?
  var changedShare: Double?
  var drift: String?
  /// What the weights score on other tasks.
  var others: String?
}

extension TrialRecord {
  init(_ trial: TrialResult, run: String, number: Int) throws {
    self.run = run
    self.number = number
    point = try StoredJSON.text(trial.point)
    outcome = trial.outcome.name
    outcomeDetail = try StoredJSON.text(trial.outcome)
    stepsDone = trial.stepsDone
    forwards = trial.spent.forwards
    backwards = trial.spent.backwards
    tokens = trial.tokens
    secondsData = trial.seconds.data
    secondsPasses = trial.seconds.passes
    secondsUpdate = trial.seconds.update
    secondsEvaluation = trial.seconds.evaluation
    secondsSetUp = trial.seconds.setUp
    peakResidentBytes = trial.peakResidentBytes
    curve = PackedFloats.data(trial.curve)
    weightsDigest = trial.weightsDigest?.hex
    processes = trial.exchange?.processes
    division = trial.exchange?.division.rawValue
    exchangedBytes = trial.exchange?.bytes
    distance = trial.drift?.distance
    relativeDistance = trial.drift?.relative
    changedShare = trial.drift?.changedShare
    drift = try trial.drift.map { try StoredJSON.text($0) }
    others = try trial.others.map { try StoredJSON.text($0) }
  }

  func result(
    dev: [DevPoint], memory: MemoryPhases, findings: [HealthFinding]
  ) throws(UnreadableValue) -> TrialResult {
    var result = TrialResult(
      point: try StoredJSON.value([String: SettingValue].self, point),
      outcome: try StoredJSON.value(Outcome.self, outcomeDetail), stepsDone: stepsDone,
      curve: try PackedFloats.values(curve), dev: dev,
      spent: StepCost(forwards: forwards, backwards: backwards), tokens: tokens, seconds: seconds,
      training: memory.training, evaluation: memory.evaluation,
      peakResidentBytes: peakResidentBytes, findings: findings,
      weightsDigest: weightsDigest.map(ContentDigest.init(hex:)))
    result.exchange = exchange
    result.drift = try drift.map { (text) throws(UnreadableValue) in
      try StoredJSON.value(Drift.self, text)
    }
    result.others = try others.map { (text) throws(UnreadableValue) in
      try StoredJSON.value([OtherScore].self, text)
    }
    return result
  }

  private var exchange: StepExchange? {
    guard let processes, let division = division.flatMap(StepDivision.init(rawValue:)) else {
      return nil
    }
    return StepExchange(processes: processes, division: division, bytes: exchangedBytes ?? 0)
  }

  private var seconds: PhaseSeconds {
    var seconds = PhaseSeconds()
    seconds.data = secondsData
    seconds.passes = secondsPasses
    seconds.update = secondsUpdate
    seconds.evaluation = secondsEvaluation
    seconds.setUp = secondsSetUp
    return seconds
  }
}
