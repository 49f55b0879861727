import Tensors
import Vocabulary

/// The last blocks and the final norm train; embeddings, head and earlier blocks are frozen.
package enum LastLayers: SchemeFamily {
  package struct Hyperparameters: Settings {
    @Setting(1, .atLeast(1), "Blocks that train, counted from the last.") package var layers: Int

    package init() {}
  }

  package static let name = "last-layers"
  package static let summary = "the last blocks and the final norm train"

  package static func make(
    _ hyperparameters: Hyperparameters
  ) throws(SettingsProblem) -> any TuningScheme {
    Scheme(layers: hyperparameters.layers)
  }

  private struct Scheme: SelectionScheme {
    var layers: Int

    func trainable(in layout: Layout) throws(InputProblem) -> Set<Int> {
      // Of an encoder and a decoder, the decoder comes last.
      guard let stack = layout.slices.compactMap({ $0.block?.stack }).last else {
        throw InputProblem(at: "scheme \(LastLayers.name)", "the model has no numbered blocks")
      }
      let numbers = layout.slices.compactMap { $0.block?.stack == stack ? $0.block?.number : nil }
      let count = (numbers.max() ?? 0) + 1
      guard layers <= count else {
        throw InputProblem(
          at: "scheme \(LastLayers.name)", "'layers' is \(layers); the model has \(count) blocks")
      }
      return Set(
        layout.slices.filter { slice in
          guard let block = slice.block else { return isFinalNorm(slice, in: layout) }
          return block.stack == stack && block.number >= count - layers
        }.map(\.index))
    }

    /// Whether `slice` is the scale of a norm behind the blocks, or the bias beside one.
    private func isFinalNorm(_ slice: Slice, in layout: Layout) -> Bool {
      guard !slice.name.lowercased().contains("embed") else { return false }
      if slice.kind == .scale { return true }
      guard slice.kind == .bias else { return false }
      let norms = layout.slices.filter { $0.kind == .scale }
      return norms.contains { module($0) == module(slice) }
    }

    private func module(_ slice: Slice) -> [Substring] {
      Array(slice.name.split(separator: ".").dropLast())
    }
  }
}
