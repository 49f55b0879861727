import Vocabulary

/// Test scores are shares, and agree with the stored predictions.
package struct SoundScores: ResultRule {
  package static let name = "sound-scores"
  package static let sentence = "test scores agree with the stored predictions"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    subject.runs.flatMap { run in
      findings(run.result).map { "\(run.name): \($0)" }
    }
  }

  private func findings(_ run: RunResult) -> [String] {
    guard let test = run.test else {
      let misses = run.outcome == .completed && !run.cell.isSearch
      return misses ? ["completed without a test result"] : []
    }
    let right = test.correct.count { $0 }
    let share = Double(right) / Double(max(1, test.correct.count))
    let shares = [Metric.accuracy, .f1, .exactMatch].compactMap { metric in
      test.metrics[metric.rawValue].map { (metric, $0) }
    }
    let outside = shares.filter { !(0...1).contains($0.1) }.map { "\($0.0.rawValue) is \($0.1)" }
    let counted = [Metric.accuracy, .exactMatch].compactMap { test.metrics[$0.rawValue] }
    let wrong = counted.filter { abs($0 - share) > 1e-9 }.map {
      "score \($0), but \(right) of \(test.correct.count) predictions are right"
    }
    let lost =
      test.correct.count == test.examples
      ? [] : ["\(test.correct.count) predictions for \(test.examples) examples"]
    return outside + wrong + lost
  }
}
