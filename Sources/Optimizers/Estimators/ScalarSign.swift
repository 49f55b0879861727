import Tensors

/// The sign of the estimate's scalars instead of their values: `sign(c)·length·z`, sign(0) = 0.
///
/// What ZO-LLM's code runs under the name of sign descent; z keeps its lengths.
public struct ScalarSign: SlopeFilter {
  /// The estimator of whose slopes only the signs are kept.
  public var inner: TwoSided
  /// What the sign is multiplied by.
  public var length: Float

  /// The signs of an estimator's slopes, each times a length.
  public init(_ inner: TwoSided, length: Float = 1) {
    self.inner = inner
    self.length = length
  }

  public func filtered(_ share: Float, queries: Float) -> Float {
    (share > 0 ? length : share < 0 ? -length : 0) / queries
  }
}

extension ScalarSign {
  static let part = EstimatorPart("scalar-sign", of: EstimatorSettings.Probing.self) { h, making in
    ScalarSign(TwoSided(epsilon: making.distance(h.epsilon), queries: h.queries))
  }
}
