import Vocabulary

/// What completed has finite losses at every step, on development data and on test data.
package struct FiniteNumbers: ResultRule {
  package static let name = "finite-numbers"
  package static let sentence = "every loss of a completed run is finite"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    subject.runs.flatMap { run in
      findings(run.result).map { "\(run.name): \($0)" }
    }
  }

  private func findings(_ run: RunResult) -> [String] {
    let trials = run.trials.enumerated().filter { $0.element.outcome == .completed }
    let found = trials.flatMap { number, trial in
      findings(trial).map { "trial \(number + 1): \($0)" }
    }
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
