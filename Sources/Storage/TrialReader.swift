import GRDB
import Vocabulary

/// Reads the trials of one run or of all in four queries, however many there are.
struct TrialReader {
  struct Numbered {
    var number: Int
    var result: TrialResult
  }

  private let trials: [String: [TrialRecord]]
  private let evaluations: [Int64: [EvaluationRecord]]
  private let memory: [Int64: [MemoryRecord]]
  private let findings: [Int64: [FindingRecord]]

  init(_ database: Database, run: String? = nil) throws {
    // Without "NULL or", which would have SQLite look at every row of a large database.
    let chosen = run == nil ? "" : "WHERE trial.run = ?"
    let part = "JOIN trial ON trial.id = part.trial \(chosen)"
    let arguments = StatementArguments(run.map { [$0] } ?? [])
    trials = Dictionary(
      grouping: try TrialRecord.fetchAll(
        database, sql: "SELECT trial.* FROM trial \(chosen) ORDER BY number",
        arguments: arguments), by: \.run)
    evaluations = Dictionary(
      grouping: try EvaluationRecord.fetchAll(
        database, sql: "SELECT part.* FROM evaluation AS part \(part) ORDER BY part.number",
        arguments: arguments), by: \.trial)
    memory = Dictionary(
      grouping: try MemoryRecord.fetchAll(
        database, sql: "SELECT part.* FROM memory AS part \(part)", arguments: arguments),
      by: \.trial)
    findings = Dictionary(
      grouping: try FindingRecord.fetchAll(
        database, sql: "SELECT part.* FROM finding AS part \(part) ORDER BY part.number",
        arguments: arguments), by: \.trial)
  }

  /// A run's trials in the order of their numbers.
  func trials(of run: String) throws(UnreadableValue) -> [Numbered] {
    var numbered: [Numbered] = []
    for record in trials[run] ?? [] {
      let id = record.id ?? 0
      let result = try record.result(
        dev: (evaluations[id] ?? []).map(\.point), memory: MemoryPhases(memory[id] ?? []),
        findings: (findings[id] ?? []).map { (record) throws(UnreadableValue) in
          try record.finding()
        })
      numbered.append(Numbered(number: record.number, result: result))
    }
    return numbered
  }
}
