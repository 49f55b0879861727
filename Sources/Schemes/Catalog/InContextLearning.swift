import Experiments

/// In-context learning: solved training examples stand before every question; nothing trains.
///
/// The first `shots` of the training sample, the same for every question (ZO-Bench's default;
/// study, part 3.8). Texts that grow too long lose their beginning.
public enum InContextLearning: SchemeFamily {
  public struct Hyperparameters: Settings {
    /// Solved examples.
    public var shots = 32

    public init() {}
  }

  public static let name = "icl"
  public static let summary = "in-context learning: solved examples in front, nothing trains"
  public static let usesOptimizer = false

  public static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    UntrainedScheme(demonstrations: try checked(hyperparameters.shots, "shots"))
  }
}
