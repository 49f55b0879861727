import Vocabulary

/// A budget in seconds, which ends a trial wherever it is.
extension Trial {
  private var seconds: Double? {
    if case .seconds(let seconds) = plan.run.budget { seconds } else { nil }
  }

  /// Whether the seconds of its steps are spent; there is at least one step.
  var isOutOfTime: Bool {
    guard let seconds, result.stepsDone > 0 else { return false }
    return result.seconds.training >= seconds
  }

  /// Whether it was evaluated where the clock ended it.
  var isEndedByClock: Bool { isOutOfTime && result.dev.last?.step == result.stepsDone }

  /// Says that nobody can repeat what the clock has ended.
  func noteClock() {
    guard isEndedByClock, result.stepsDone < plan.run.steps else { return }
    note(
      HealthFinding(
        .endedByClock,
        "the clock ended the trial after \(result.stepsDone) of at most \(plan.run.steps) steps: "
          + "another machine, or another day, makes other steps, and other results"))
  }

  /// - Throws: a budget of seconds where processes with clocks of their own share the steps.
  func checkClock() throws(InputProblem) {
    guard seconds != nil, isShared else { return }
    throw InputProblem(
      at: "budget",
      "seconds end a trial by the clock of one process, and these steps are shared by several; "
        + "count 'forwards' or 'flops'")
  }
}

/// Adds up elapsed seconds on a monotonic clock.
package struct Stopwatch {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant

  package init() { last = clock.now }

  /// Seconds since the last lap or the start.
  package mutating func lap() -> Double {
    let now = clock.now
    let elapsed = now - last
    last = now
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
}
