import Experiments
import Models

/// The model as it is: nothing trains, the test is scored once.
public enum ZeroShot: SchemeFamily {
  public struct Hyperparameters: Settings {
    public init() {}
  }

  public static let name = "zero-shot"
  public static let summary = "nothing trains: the model as it is"
  public static let usesOptimizer = false

  public static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme { UntrainedScheme(demonstrations: 0) }
}

/// A scheme that trains nothing.
struct UntrainedScheme: TuningScheme {
  var demonstrations: Int

  var learning: Learning { .nothing(demonstrations: demonstrations) }

  func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel { TunedModel(model) }
}
