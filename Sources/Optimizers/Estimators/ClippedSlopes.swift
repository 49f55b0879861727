import Tensors

/// Projected gradients kept within ±limit: `c ← clip(c, ±C)`, for each query before the mean.
///
/// A guard against steep places. What is clipped is biased, whatever the limit.
public struct ClippedSlopes: SlopeFilter {
  public var inner: TwoSided
  public var limit: Float

  public init(_ inner: TwoSided, limit: Float) {
    self.inner = inner
    self.limit = limit
  }

  public func filtered(_ share: Float, queries: Float) -> Float {
    min(max(share, -limit / queries), limit / queries)
  }
}
