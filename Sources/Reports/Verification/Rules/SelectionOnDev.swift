import Vocabulary

/// The tested trial is the one that development data prefer, and nothing else was tested.
package struct SelectionOnDev: ResultRule {
  package static let name = "selection-on-dev"
  package static let sentence = "the tested trial is the best one on development data"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    subject.runs.compactMap { run in finding(run.result).map { "\(run.name): \($0)" } }
  }

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
