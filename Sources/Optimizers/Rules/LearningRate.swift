import Tensors

/// `g ← η · g`; the last rule of a chain.
public struct LearningRate: UpdateRule {
  public var rate: Float
  public init(_ rate: Float) { self.rate = rate }
  public func apply(_ chunk: UpdateChunk) { Kernels.scale(chunk.gradient, by: rate) }
}
