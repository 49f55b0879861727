import Tensors

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
