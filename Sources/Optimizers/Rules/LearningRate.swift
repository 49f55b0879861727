import Tensors

/// `g ← η(step) · g`.
public struct LearningRate: UpdateRule {
  public var rate: Scheduled

  public init(_ rate: Scheduled) { self.rate = rate }

  public init(_ rate: Float, schedule: Schedule = .constant) {
    self.rate = Scheduled(rate, schedule)
  }

  public func apply(_ chunk: UpdateChunk) {
    Kernels.scale(chunk.gradient, by: rate.value(at: chunk.facts.moment))
  }
}
