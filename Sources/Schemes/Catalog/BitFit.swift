import Experiments
import Tensors

/// BitFit: the biases train, everything else is frozen.
///
/// Ben Zaken, Ravfogel and Goldberg, ACL 2022, arXiv:2106.10199.
public enum BitFit: SchemeFamily {
  public struct Hyperparameters: Settings {
    public init() {}
  }

  public static let name = "bitfit"
  public static let summary = "BitFit: the biases train"

  public static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme { Scheme() }

  private struct Scheme: SelectionScheme {
    func trainable(in layout: Layout) throws(InputProblem) -> Set<Int> {
      let biases = layout.slices.filter { $0.kind == .bias }
      guard !biases.isEmpty else {
        throw InputProblem(
          at: "scheme \(BitFit.name)",
          "the model has no biases to train; choose another scheme for it")
      }
      return Set(biases.map(\.index))
    }
  }
}
