import Tensors
import Vocabulary

/// Full fine-tuning: every parameter trains.
package enum FullFineTuning: SchemeFamily {
  package struct Hyperparameters: Settings {
    package init() {}
  }

  package static let name = "ft"
  package static let summary = "full fine-tuning: every parameter trains"

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme { Scheme() }

  private struct Scheme: SelectionScheme {
    func trainable(in layout: Layout) -> Set<Int> { Set(layout.slices.map(\.index)) }
  }
}
