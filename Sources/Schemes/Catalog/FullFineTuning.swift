import Experiments
import Tensors

/// Full fine-tuning: every parameter trains.
public enum FullFineTuning: SchemeFamily {
  public struct Hyperparameters: Settings {
    public init() {}
  }

  public static let name = "ft"
  public static let summary = "full fine-tuning: every parameter trains"

  public static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme { Scheme() }

  private struct Scheme: SelectionScheme {
    func trainable(in layout: Layout) -> Set<Int> { Set(layout.slices.map(\.index)) }
  }
}
