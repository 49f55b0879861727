/// Where in a run a step is.
public struct Moment: Hashable, Sendable {
  /// The step: 1, 2, ….
  public var step: Int
  /// The steps of the whole run, for schedules; at least 1.
  public var horizon: Int

  public init(step: Int, horizon: Int = 1) {
    self.step = step
    self.horizon = max(horizon, 1)
  }
}
