import Models
import Vocabulary

/// The model as it is: nothing trains, the test is scored once.
package enum ZeroShot: SchemeFamily {
  package struct Hyperparameters: Settings {
    package init() {}
  }

  package static let name = "zero-shot"
  package static let summary = "nothing trains: the model as it is"
  package static let usesOptimizer = false

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme { UntrainedScheme(demonstrations: 0) }
}

/// A scheme that trains nothing.
struct UntrainedScheme: TuningScheme {
  var demonstrations: Int

  var learning: Learning { .nothing(demonstrations: demonstrations) }

  func attach(to model: any LanguageModel) throws(InputProblem) -> TunedModel { TunedModel(model) }
}
