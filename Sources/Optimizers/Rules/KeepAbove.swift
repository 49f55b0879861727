import Tensors

/// `g ← min(g, θ − floor)`: no parameter comes below the floor; the last of the rules.
///
/// The bound is rounded down, because `θ − (θ − floor)` in single precision is 0 where θ is large.
package struct KeepAbove: UpdateRule {
  /// The smallest weight that a step may leave.
  package var floor: Float

  /// Steps that leave no weight below a floor.
  package init(_ floor: Float) { self.floor = floor }

  package var needs: [Need] { [Need(.weights, "without a floor: it is of weights, under update")] }
  package var scratch: Int { 1 }

  package func apply(_ chunk: UpdateChunk) {
    guard let weights = chunk.weights else { return }
    let most = chunk.scratch[0]
    Kernels.fill(most, -floor)
    Kernels.add(1, times: weights, to: most)
    Kernels.scale(most, by: 1 - Float.ulpOfOne)
    Kernels.minimum(most, into: chunk.gradient)
  }
}
