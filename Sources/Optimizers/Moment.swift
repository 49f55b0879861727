/// Where in a run a step is.
public struct Moment: Hashable, Sendable {
  /// The step: 1, 2, ….
  public var step: Int
  /// The steps of the whole run, for schedules; at least 1.
  public var horizon: Int
  /// How batches pass over the training data.
  public var data: DataPass

  /// A step of a run; of a run of one step when nothing is said.
  public init(step: Int, horizon: Int = 1, data: DataPass = DataPass()) {
    self.step = step
    self.horizon = max(horizon, 1)
    self.data = data
  }

  /// The epoch in which the step begins: 1, 2, ….
  public var epoch: Int { data.epoch(step: step) }
}
