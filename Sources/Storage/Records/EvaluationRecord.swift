import GRDB
import Vocabulary

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
