import Vocabulary

/// In-context learning: solved training examples stand before every question; nothing trains.
///
/// The first `shots` of the training sample, the same for every question (the default of ZO-LLM's
/// `run.py`). Texts that grow too long lose their beginning.
package enum InContextLearning: SchemeFamily {
  package struct Hyperparameters: Settings {
    @Setting(32, .size, "Solved examples before every question.") package var shots: Int

    package init() {}
  }

  package static let name = "icl"
  package static let summary = "in-context learning: solved examples in front, nothing trains"
  package static let usesOptimizer = false

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    UntrainedScheme(demonstrations: hyperparameters.shots)
  }
}
