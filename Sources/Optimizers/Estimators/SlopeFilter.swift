import Tensors
import Vocabulary

/// An estimator that asks what MeZO's asks, and changes each query's projected gradient.
public protocol SlopeFilter: Estimator {
  var inner: TwoSided { get set }
  /// What becomes of a query's share of the mean, c / queries.
  func filtered(_ share: Float, queries: Float) -> Float
}

extension SlopeFilter {
  public var epsilon: Scheduled {
    get { inner.epsilon }
    set { inner.epsilon = newValue }
  }

  public var offers: Offers { inner.offers.intersection(.oneSlope) }

  public func cost(at moment: Moment, parts: Int) -> StepCost {
    inner.cost(at: moment, parts: parts)
  }

  public func cost(over stretch: Stretch, parts: Int) -> StepCost {
    inner.cost(over: stretch, parts: parts)
  }

  public func estimate(
    _ step: ProbeStep, _ losses: LossOracle
  ) throws(Divergence) -> Estimate {
    var estimate = try inner.estimate(step, losses)
    let queries = Float(inner.queries)
    estimate.terms = estimate.terms?.map { term in
      DirectionTerm(key: term.key, scale: filtered(term.scale, queries: queries), part: term.part)
    }
    return estimate
  }
}
