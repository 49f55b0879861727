import Tensors

/// `m ← μ · m + g; g ← m`, as PyTorch's SGD without dampening.
///
/// With μ = 0 it keeps no state.
public struct Momentum: UpdateRule {
  public var factor: Float
  public init(_ factor: Float) { self.factor = factor }
  public var slots: Int { factor == 0 ? 0 : 1 }

  public func apply(_ chunk: UpdateChunk) {
    guard let momentum = chunk.state.first else { return }
    Kernels.scale(momentum, by: factor)
    Kernels.add(momentum, chunk.gradient, into: momentum)
    chunk.gradient.copy(from: momentum)
  }
}
