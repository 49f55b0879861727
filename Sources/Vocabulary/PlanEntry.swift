/// Why a planned run would or would not be started.
public enum PlanState: Hashable, Codable, Sendable {
  case new
  case done
  /// Ended before in a way that is tried again.
  case retry(Outcome)
  /// A result of the same configuration exists, from something that has changed since.
  case stale([String])
  /// Not run, with the reason: an exclusion, a memory budget.
  case skipped(String)

  public var name: String {
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
public struct PlanEntry: Hashable, Codable, Sendable {
  public var cell: SeededCell
  public var identity: Identity
  public var state: PlanState
  /// Forecast of the training phase and of the evaluation phase.
  public var training: MemoryProfile
  public var evaluation: MemoryProfile
  /// Steps over all trials of the run.
  public var steps: Int
  /// Floating-point operations of all training steps (a multiply-add is two).
  public var flops: Double
  public var cost: StepCost
  /// Wall seconds of the run alone on the machine; nil without a calibration.
  public var seconds: Double?

  public init(
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
  public var isToRun: Bool {
    switch state {
    case .new, .retry, .stale: true
    case .done, .skipped: false
    }
  }

  /// The larger of the two phases.
  public var forecastBytes: Int { max(training.peakBytes, evaluation.peakBytes) }
}
