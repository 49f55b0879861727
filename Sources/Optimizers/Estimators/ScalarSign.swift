import Tensors

/// The sign of the estimate's scalars instead of their values: `sign(c)·z`, with sign(0) = 0.
///
/// What ZO-LLM's code runs under the name of sign descent; z keeps its lengths.
public struct ScalarSign: SlopeFilter {
  /// The estimator of whose slopes only the signs are kept.
  public var inner: TwoSided
  /// The signs of an estimator's slopes.
  public init(_ inner: TwoSided) { self.inner = inner }

  public func filtered(_ share: Float, queries: Float) -> Float {
    (share > 0 ? 1 : share < 0 ? -1 : 0) / queries
  }
}
