import Experiments
import Tensors

/// Projected gradients kept within ±limit: `c ← clip(c, ±C)`, for each query before the mean.
///
/// A guard against steep places. What is clipped is biased, whatever the limit.
public struct ClippedSlopes: Estimator {
  public var inner: TwoSided
  public var limit: Float

  public init(_ inner: TwoSided, limit: Float) {
    self.inner = inner
    self.limit = limit
  }

  public var epsilon: Scheduled {
    get { inner.epsilon }
    set { inner.epsilon = newValue }
  }

  public func cost(at moment: Moment, parts: Int) -> StepCost {
    inner.cost(at: moment, parts: parts)
  }

  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    var estimate = try inner.estimate(step, losses)
    let bound = limit / Float(inner.queries)
    estimate.terms = estimate.terms?.map { term in
      DirectionTerm(key: term.key, scale: min(max(term.scale, -bound), bound), part: term.part)
    }
    return estimate
  }
}
