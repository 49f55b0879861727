import Tensors
import Vocabulary

extension TunedModel {
  /// Adds what low-rank pairs contribute to the layers beside them: `W += factor · B A`.
  ///
  /// Sums are of 32-bit floats, rounded to the format of the weights, which must be this store's
  /// own; the pairs themselves stay as they are.
  package func mergeLowRank(_ weights: ParameterStore, factor: Float) {
    for index in adapters.keys.sorted() {
      let up = layout.slices[index]
      guard up.name.hasSuffix(".lora_B.weight") else { continue }
      let module = up.name.dropLast(".lora_B.weight".count)
      guard let down = layout["\(module).lora_A.weight"], let base = layout["\(module).weight"]
      else { continue }
      weights.fill(
        base, with: Self.merged(weights.view(base).values, weights, up, down, factor))
    }
  }

  private static func merged(
    _ base: [Float], _ weights: ParameterStore, _ up: Slice, _ down: Slice, _ factor: Float
  ) -> [Float] {
    let (a, b) = (weights.view(down).values, weights.view(up).values)
    var merged = base
    for row in 0..<up.rows {
      for rank in 0..<up.columns {
        let scale = factor * b[row * up.columns + rank]
        for column in 0..<down.columns {
          merged[row * down.columns + column] += scale * a[rank * down.columns + column]
        }
      }
    }
    return merged
  }
}
