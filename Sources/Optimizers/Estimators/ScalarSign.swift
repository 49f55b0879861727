import Tensors

/// The sign of the estimate's scalars instead of their values: `sign(c)·length·z`, sign(0) = 0.
///
/// What ZO-LLM's code runs under the name of sign descent; z keeps its lengths.
public struct ScalarSign: SlopeFilter {
  public var inner: TwoSided
  /// What the sign is multiplied by.
  public var length: Float

  public init(_ inner: TwoSided, length: Float = 1) {
    self.inner = inner
    self.length = length
  }

  public func filtered(_ share: Float, queries: Float) -> Float {
    (share > 0 ? length : share < 0 ? -length : 0) / queries
  }
}
