/// Why a planned run would or would not be started.
package enum PlanState: Hashable, Codable, Sendable {
  case new
  case done
  /// Ended before in a way that is tried again.
  case retry(Outcome)
  /// A result of the same configuration exists, from something that has changed since.
  case stale([String])
  /// Not run, with the reason: an exclusion, a memory budget.
  case skipped(String)

  package var name: String {
    switch self {
    case .new: "new"
    case .done: "done"
    case .retry: "retry"
    case .stale: "stale"
    case .skipped: "skipped"
    }
  }
}

/// One line of a plan: what would run, what it needs, and whether it has run.
package struct PlanEntry: Hashable, Codable, Sendable {
  package var cell: SeededCell
  package var identity: Identity
  package var state: PlanState
  /// Forecast of the training phase and of the evaluation phase.
  package var training: MemoryProfile
  package var evaluation: MemoryProfile
  /// What it takes in the smallest turns that there are for it, where no turns meet the memory
  /// budget; nil where some do, or none is given.
  package var leastBytes: Int?
  /// Steps over all trials of the run.
  package var steps: Int
  /// Floating-point operations of all training steps (a multiply-add is two).
  package var flops: Double
  package var cost: StepCost
  /// How many examples it is tested on, which may be fewer than its settings ask for; nil where
  /// they were not counted.
  package var testExamples: Int?
  /// Wall seconds of the run alone on the machine; nil without a calibration.
  package var seconds: Double?
  /// How its steps and evaluations are divided; nil when they are not.
  package var division: Division?
  /// What settings are that stand for shares of the run, for example `refresh 7`.
  package var shares: [String] = []

  package init(
    cell: SeededCell, identity: Identity, state: PlanState, training: MemoryProfile,
    evaluation: MemoryProfile, steps: Int, flops: Double, cost: StepCost
  ) {
    self.cell = cell
    self.identity = identity
    self.state = state
    self.training = training
    self.evaluation = evaluation
    self.steps = steps
    self.flops = flops
    self.cost = cost
  }

  /// Whether a run would start it.
  package var isToRun: Bool {
    switch state {
    case .new, .retry, .stale: true
    case .done, .skipped: false
    }
  }

  /// The larger of the two phases, of what methods are compared by.
  package var forecastBytes: Int { max(training.peakBytes, evaluation.peakBytes) }

  /// Of texts and token ids, which are beside `forecastBytes`.
  package var examplesBytes: Int { max(training.peaks[.examples], evaluation.peaks[.examples]) }

  /// The peak resident size of a process that runs it alone, the examples included.
  package func residentBytes(_ overhead: ResidentOverhead) -> Int {
    overhead.residentBytes(forecast: forecastBytes.plus(examplesBytes))
  }
}
