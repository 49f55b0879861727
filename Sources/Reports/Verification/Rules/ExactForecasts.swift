import Vocabulary

/// Bytes were forecast as measured, in every account and phase of every completed trial.
package struct ExactForecasts: ResultRule {
  package static let name = "exact-forecasts"
  package static let sentence = "forecast = measured bytes, per account, in both phases"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    subject.runs.flatMap { run in
      run.result.trials.enumerated().filter { $0.element.outcome == .completed }
        .flatMap { number, trial in
          (finding("training", trial.training) + finding("evaluation", trial.evaluation))
            .map { "\(run.name), trial \(number): \($0)" }
        }
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
