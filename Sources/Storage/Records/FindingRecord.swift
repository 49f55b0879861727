import GRDB
import Vocabulary

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
