/// Where a running trial stands, told after each of its steps.
public struct TrialNews: Hashable, Codable, Sendable {
  /// Index of the trial among `trials` of its run.
  public var trial: Int
  public var trials: Int
  /// Steps done, of `steps`.
  public var step: Int
  public var steps: Int
  /// The training loss of the last step.
  public var loss: Double
  /// Passes of the steps so far.
  public var spent: StepCost

  public init(trial: Int, trials: Int, step: Int, steps: Int, loss: Double, spent: StepCost) {
    self.trial = trial
    self.trials = trials
    self.step = step
    self.steps = steps
    self.loss = loss
    self.spent = spent
  }

  /// How much of the steps of all trials is done, 0 to 1.
  public var share: Double {
    let own = Double(step) / Double(max(steps, 1))
    return min(1, (Double(trial) + own) / Double(max(trials, 1)))
  }
}
