import Tensors
import Vocabulary

/// An estimator that asks what MeZO's asks, and changes each query's projected gradient.
package protocol SlopeFilter: Estimator {
  var inner: TwoSided { get set }
  /// What becomes of a query's share of the mean, c / queries.
  func filtered(_ share: Float, queries: Float) -> Float
}

extension SlopeFilter {
  package var epsilon: Scheduled {
    get { inner.epsilon }
    set { inner.epsilon = newValue }
  }

  package var offers: Offers { inner.offers.intersection(.oneSlope) }

  package func cost(at moment: Moment, parts: Int) -> StepCost {
    inner.cost(at: moment, parts: parts)
  }

  package func cost(over stretch: Stretch, parts: Int) -> StepCost {
    inner.cost(over: stretch, parts: parts)
  }

  package func estimate(
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
