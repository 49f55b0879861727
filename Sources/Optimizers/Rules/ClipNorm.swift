import Tensors

/// `g ← g · min(1, limit / ‖g‖)` over all trained parameters together.
public struct ClipNorm: UpdateRule {
  public var limit: Double
  public init(_ limit: Double) { self.limit = limit }

  public var needsNorm: Bool { true }

  public func apply(_ chunk: UpdateChunk) {
    let norm = chunk.facts.norm
    if norm > limit { Kernels.scale(chunk.gradient, by: Float(limit / norm)) }
  }
}
