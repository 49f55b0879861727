import Vocabulary

/// What is stored of a run can have happened: no row contradicts another one, and no number is
/// beyond what it counts.
package struct OneStory: ResultRule {
  package static let name = "one-story"
  package static let sentence = "what is stored of a run agrees with itself"

  package init() {}

  package func findings(in subject: VerificationSubject) -> [String] {
    subject.contradictions
      + subject.runs.flatMap { run in findings(in: run.result).map { "\(run.name): \($0)" } }
  }

  private func findings(in run: RunResult) -> [String] {
    var found: [String] = []
    if run.test != nil && run.outcome != .completed {
      found.append("tested, although it ended as \(run.outcome.name)")
    }
    found += negative([
      ("trainable parameters", run.trainableParameters), ("parameters", run.parameters),
      ("test examples", run.test?.examples ?? 0),
    ])
    return found
      + run.trials.enumerated().flatMap { number, trial in
        findings(in: trial).map { "trial \(number + 1): \($0)" }
      }
  }

  private func findings(in trial: TrialResult) -> [String] {
    let counts = negative([
      ("steps", trial.stepsDone), ("forward passes", trial.spent.forwards),
      ("backward passes", trial.spent.backwards), ("tokens", trial.tokens),
      ("resident bytes", trial.peakResidentBytes),
    ])
    return counts + seconds(of: trial.seconds) + curve(of: trial) + evaluations(of: trial)
  }

  private func negative(_ counts: [(name: String, value: Int)]) -> [String] {
    counts.filter { $0.value < 0 }.map { "\($0.value) \($0.name)" }
  }

  private func seconds(of phases: PhaseSeconds) -> [String] {
    let all = [
      ("data", phases.data), ("passes", phases.passes), ("update", phases.update),
      ("evaluation", phases.evaluation), ("setting up", phases.setUp),
    ]
    return all.filter { !($0.1 >= 0 && $0.1.isFinite) }.map { "\($0.1) seconds of \($0.0)" }
  }

  /// A published database may be without its curves.
  private func curve(of trial: TrialResult) -> [String] {
    let count = trial.curve.count
    return count == 0 || count == trial.stepsDone
      ? [] : ["\(count) losses of \(trial.stepsDone) steps"]
  }

  /// A score that is no number has a rule of its own.
  private func evaluations(of trial: TrialResult) -> [String] {
    trial.dev.flatMap { point in
      let isBefore = point.step >= 0 && point.step <= trial.stepsDone
      let isShare = point.score.isNaN || (0...1).contains(point.score)
      return (isBefore ? [] : ["evaluated at step \(point.step) of \(trial.stepsDone)"])
        + (isShare ? [] : ["the development score at step \(point.step) is \(point.score)"])
    }
  }
}
