import Tensors

/// `g ← η(step) · g`.
public struct LearningRate: UpdateRule {
  /// The rate, η.
  public var rate: Scheduled

  /// A rate with its schedule.
  public init(_ rate: Scheduled) { self.rate = rate }

  /// A rate, constant when nothing is said.
  public init(_ rate: Float, schedule: Schedule = .constant) {
    self.rate = Scheduled(rate, schedule)
  }

  /// What is left is the estimate times a number.
  public var offers: Offers { [.plainDescent, .decayedDescent] }

  /// Multiplies the gradient by the rate of the step.
  public func apply(_ chunk: UpdateChunk) {
    Kernels.scale(chunk.gradient, by: rate.value(at: chunk.facts.moment))
  }
}
