import Tensors

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
