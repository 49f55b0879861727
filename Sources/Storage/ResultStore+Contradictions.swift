import GRDB
import Vocabulary

extension ResultStore {
  /// Where columns of ended runs and of their trials say otherwise than the values beside them, a
  /// sentence each.
  package func contradictions() throws(StorageProblem) -> [String] {
    try connection.read { database in
      let trials = try TrialReader(database)
      let runs = try RunRecord.fetchAll(
        database, sql: "SELECT * FROM run WHERE outcome <> ? ORDER BY finished, started, digest",
        arguments: [RunRecord.running])
      return try runs.flatMap { run in
        let results = try trials.trials(of: run.digest).map(\.result)
        let result = try run.result(trials: results)
        let found =
          try run.contradictions(to: result)
          + TrialRecord.contradictions(in: trials.records(of: run.digest), to: results)
        return found.map { "\(result.cell.cell.name), seed \(result.cell.seed): \($0)" }
      }
    }
  }
}

/// A column that repeats what another one says.
private struct Repeated {
  var column: String
  var stored: String
  var meant: String

  init(_ column: String, _ stored: (some CustomStringConvertible)?, _ meant: String) {
    self.column = column
    self.stored = stored.map { "\($0)" } ?? "NULL"
    self.meant = meant
  }

  /// What is wrong; nil if the two agree.
  var problem: String? {
    stored == meant ? nil : "column '\(column)' is \(stored), where it must be \(meant)"
  }
}

extension RunRecord {
  fileprivate func contradictions(to result: RunResult) throws -> [String] {
    var again = try RunRecord(
      result.cell, result.identity, machine: machine, claimant: nil, at: started)
    try again.end(with: result, at: finished ?? started)
    let found = [
      Repeated("digest", digest, again.digest), Repeated("model", model, again.model),
      Repeated("task", task, again.task), Repeated("scheme", scheme, again.scheme),
      Repeated("optimizer", optimizer, again.optimizer), Repeated("seed", seed, "\(again.seed)"),
      Repeated("outcome", outcome, again.outcome),
      Repeated("metric", metric, again.metric ?? "NULL"),
    ].compactMap(\.problem)
    return found + [scoreProblem(again.score), timeProblem].compactMap { $0 }
  }

  /// Scores of files of older versions were read from their text by SQLite, to its last digits.
  private func scoreProblem(_ meant: Double?) -> String? {
    if score == nil && meant == nil { return nil }
    if let score, let meant, abs(score - meant) <= 1e-9 { return nil }
    return Repeated("score", score, meant.map { "\($0)" } ?? "NULL").problem
  }

  private var timeProblem: String? {
    guard let finished, finished < started else { return nil }
    return "finished at \(finished), before it started at \(started)"
  }
}

extension TrialRecord {
  fileprivate static func contradictions(
    in records: [TrialRecord], to results: [TrialResult]
  ) -> [String] {
    zip(records, results).enumerated().flatMap { place, pair in
      [
        Repeated("number", pair.0.number, "\(place)"),
        Repeated("outcome", pair.0.outcome, pair.1.outcome.name),
      ].compactMap(\.problem).map { "trial \(place + 1): \($0)" }
    }
  }
}
