import Experiments
import Tensors

/// The sign of the estimate's scalars instead of their values: `sign(c)·z`, with sign(0) = 0.
///
/// What ZO-LLM's code runs under the name of sign descent; z keeps its lengths.
public struct ScalarSign: Estimator {
  public var inner: TwoSided
  public init(_ inner: TwoSided) { self.inner = inner }

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
    let count = Float(inner.queries)
    estimate.terms = estimate.terms?.map { term in
      let sign: Float = term.scale > 0 ? 1 : (term.scale < 0 ? -1 : 0)
      return DirectionTerm(key: term.key, scale: sign / count, part: term.part)
    }
    return estimate
  }
}
