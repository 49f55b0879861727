import Experiments
import Foundation
import Tensors

/// Two-sided estimates whose number of queries grows with the epochs (AdaZeta's schedule).
///
/// In epoch e = 1, 2, … there are `min(max(⌊α·e^β⌋, 1), most)` queries. arXiv:2406.18060.
public struct GrowingQueries: Estimator {
  public var epsilon: Scheduled
  public var alpha: Double
  public var beta: Double
  public var most: Int
  /// Steps of an epoch.
  public var epoch: Int

  public init(
    epsilon: Scheduled, alpha: Double = 0.85, beta: Double = 0.45, most: Int = 20, epoch: Int
  ) {
    self.epsilon = epsilon
    self.alpha = alpha
    self.beta = beta
    self.most = most
    self.epoch = epoch
  }

  /// Queries per step in an epoch: 1, 2, ….
  public func queries(epoch: Int) -> Int {
    min(max(Int(alpha * pow(Double(epoch), beta)), 1), most)
  }

  private func inner(_ moment: Moment) -> TwoSided {
    TwoSided(epsilon: epsilon, queries: queries(epoch: (moment.step - 1) / epoch + 1))
  }

  public func cost(at moment: Moment, parts: Int) -> StepCost {
    inner(moment).cost(at: moment, parts: parts)
  }

  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    try inner(step.moment).estimate(step, losses)
  }
}
