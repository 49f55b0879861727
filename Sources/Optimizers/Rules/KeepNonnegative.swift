import Tensors

/// `g ← min(g, θ)`: a parameter that is not negative does not become so; the last of the rules.
public struct KeepNonnegative: UpdateRule {
  public init() {}

  public var needsWeights: Bool { true }

  public func apply(_ chunk: UpdateChunk) {
    guard let weights = chunk.weights else { return }
    Kernels.minimum(weights, into: chunk.gradient)
  }
}
