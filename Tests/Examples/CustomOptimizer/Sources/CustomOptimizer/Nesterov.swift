import Optimizers
import Tensors

/// Nesterov's momentum: `m ← μ·m + g; g ← g + μ·m`, with one float of state per parameter.
struct Nesterov: UpdateRule {
  var factor: Float

  var slots: Int { 1 }

  func apply(_ chunk: UpdateChunk) {
    let momentum = chunk.state[0]
    Kernels.scale(momentum, by: factor)
    Kernels.add(1, times: chunk.gradient, to: momentum)
    Kernels.add(factor, times: momentum, to: chunk.gradient)
  }
}
