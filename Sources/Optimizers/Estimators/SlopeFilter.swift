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

  package var offers: Offers { inner.offers.intersection([.oneSlope]) }

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

/// Projected gradients kept within ±limit: `c ← clip(c, ±C)`, for each query before the mean.
///
/// A guard against steep places. What is clipped is biased, whatever the limit.
package struct ClippedSlopes: SlopeFilter {
  /// The estimator whose slopes are cut.
  package var inner: TwoSided
  /// The largest slope that is left.
  package var limit: Float

  /// The slopes of an estimator, cut at ±limit.
  package init(_ inner: TwoSided, limit: Float) {
    self.inner = inner
    self.limit = limit
  }

  package func filtered(_ share: Float, queries: Float) -> Float {
    min(max(share, -limit / queries), limit / queries)
  }
}

/// The sign of the estimate's scalars instead of their values: `sign(c)·length·z`, sign(0) = 0.
///
/// What ZO-LLM's code runs under the name of sign descent; z keeps its lengths.
package struct ScalarSign: SlopeFilter {
  /// The estimator of whose slopes only the signs are kept.
  package var inner: TwoSided
  /// What the sign is multiplied by.
  package var length: Float

  /// The signs of an estimator's slopes, each times a length.
  package init(_ inner: TwoSided, length: Float = 1) {
    self.inner = inner
    self.length = length
  }

  package func filtered(_ share: Float, queries: Float) -> Float {
    (share > 0 ? length : share < 0 ? -length : 0) / queries
  }
}

extension ScalarSign {
  static let part = EstimatorPart("scalar-sign", of: EstimatorSettings.Probing.self) { h, making in
    ScalarSign(TwoSided(epsilon: making.distance(h.epsilon), queries: h.queries))
  }
}
