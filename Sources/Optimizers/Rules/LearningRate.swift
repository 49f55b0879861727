import Foundation
import Tensors

/// `g ← η(step) · g`; the last rule of a chain.
public struct LearningRate: UpdateRule {
  public var rate: Float
  public var schedule: Schedule

  public init(_ rate: Float, schedule: Schedule = .constant) {
    self.rate = rate
    self.schedule = schedule
  }

  public func apply(_ chunk: UpdateChunk) {
    Kernels.scale(chunk.gradient, by: rate * Float(schedule.factor(step: chunk.step)))
  }
}

/// How a rate changes over the steps, as a factor of its peak.
public enum Schedule: Hashable, Sendable {
  case constant
  /// Linear warm-up over the first steps, then half a cosine down to `floor` at the last.
  case cosine(warmUp: Int, steps: Int, floor: Double)

  /// - Parameter step: 1, 2, ….
  public func factor(step: Int) -> Double {
    switch self {
    case .constant: return 1
    case .cosine(let warmUp, let steps, let floor):
      if step <= warmUp { return Double(step) / Double(warmUp) }
      let done = Double(step - warmUp) / Double(max(steps - warmUp, 1))
      return floor + (1 - floor) * 0.5 * (1 + cos(.pi * min(done, 1)))
    }
  }
}
