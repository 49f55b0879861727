import Vocabulary

/// A rule that looks at one run after the other.
package protocol RunRule: ResultRule {
  /// What breaks the rule in a run, a sentence each.
  func findings(in run: RunResult) -> [String]
}

extension RunRule {
  package func findings(in subject: VerificationSubject) -> [String] {
    subject.runs.flatMap { run in findings(in: run.result).map { "\(run.name): \($0)" } }
  }

  /// Findings of the trials that completed.
  func findings(in run: RunResult, of each: (TrialResult) -> [String]) -> [String] {
    run.trials.enumerated().filter { $0.element.outcome == .completed }.flatMap { number, trial in
      each(trial).map { "trial \(number + 1): \($0)" }
    }
  }
}

/// The tested trial is the one that development data prefer, and nothing else was tested.
package struct SelectionOnDev: RunRule {
  package static let name = "selection-on-dev"
  package static let sentence = "the tested trial is the best one on development data"

  package init() {}

  package func findings(in run: RunResult) -> [String] { [finding(run)].compactMap { $0 } }

  private func finding(_ run: RunResult) -> String? {
    // A scheme without steps has one trial and nothing to select.
    let candidates = run.trials.filter { $0.isUsable }
    guard let chosen = run.chosenTrial else {
      return run.test == nil ? nil : "tested, but no trial was chosen"
    }
    if chosen.outcome != .completed { return "the chosen trial ended as \(chosen.outcome.name)" }
    func rank(_ trial: TrialResult) -> Double? {
      trial.best(by: run.criterion)?.rank(by: run.criterion).0
    }
    guard let best = candidates.compactMap(rank).max() else { return nil }
    guard let own = rank(chosen) else { return "the chosen trial has no development score" }
    let sign = run.criterion == .loss ? -1.0 : 1
    return own < best
      ? "chose a trial with development \(run.criterion.rawValue) \(sign * own), another has "
        + "\(sign * best)" : nil
  }
}

/// Test scores are shares, and agree with the stored predictions.
package struct SoundScores: RunRule {
  package static let name = "sound-scores"
  package static let sentence = "test scores agree with the stored predictions"

  package init() {}

  package func findings(in run: RunResult) -> [String] {
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

/// What completed has finite losses at every step, on development data and on test data.
package struct FiniteNumbers: RunRule {
  package static let name = "finite-numbers"
  package static let sentence = "every loss of a completed run is finite"

  package init() {}

  package func findings(in run: RunResult) -> [String] {
    let found = findings(in: run, of: findings)
    guard run.outcome == .completed, let test = run.test else { return found }
    let isFinite = test.metrics[Metric.loss.rawValue]?.isFinite == true
    return isFinite ? found : found + ["the test loss is not finite"]
  }

  private func findings(_ trial: TrialResult) -> [String] {
    let step = trial.curve.firstIndex { !$0.isFinite }.map {
      "the loss of step \($0 + 1) is \(trial.curve[$0])"
    }
    let point = trial.dev.first { $0.loss?.isFinite != true }.map {
      "the development loss after step \($0.step) is not finite"
    }
    return [step, point].compactMap { $0 }
  }
}

/// Bytes were forecast as measured, in every account and phase of every completed trial.
package struct ExactForecasts: RunRule {
  package static let name = "exact-forecasts"
  package static let sentence = "forecast = measured bytes, per account, in both phases"

  package init() {}

  package func findings(in run: RunResult) -> [String] {
    findings(in: run) { trial in
      finding("training", trial.training) + finding("evaluation", trial.evaluation)
    }
  }

  private func finding(_ phase: String, _ memory: MemoryComparison) -> [String] {
    guard memory.forecast != memory.measured else { return [] }
    let accounts = Account.allCases.filter {
      memory.forecast.atPeak[$0] != memory.measured.atPeak[$0]
        || memory.forecast.peaks[$0] != memory.measured.peaks[$0]
    }.map(\.rawValue).joined(separator: ", ")
    return [
      "\(phase) forecast \(memory.forecast.peakBytes), measured \(memory.measured.peakBytes) bytes "
        + "(\(accounts))"
    ]
  }
}
