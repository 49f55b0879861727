import Tensors
import Vocabulary

/// BitFit: the biases train, everything else is frozen.
///
/// Ben Zaken, Ravfogel and Goldberg, ACL 2022, arXiv:2106.10199.
package enum BitFit: SchemeFamily {
  package struct Hyperparameters: Settings {
    package init() {}
  }

  package static let name = "bitfit"
  package static let summary = "BitFit: the biases train"

  package static func make(
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
