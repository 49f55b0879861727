import Optimizers

/// What theory says of a gradient estimate on a linear loss with many more parameters than probes.
///
/// For dense directions over all parameters, from the second moments of its slopes, which an
/// estimator declares; one whose moments are not known in closed form, and a mask, has none.
struct EstimatorTheory {
  /// E cos²(ĝ, g) · d of one estimate.
  var alignment: Double
  /// E ⟨ĝ, g⟩ / ‖g‖².
  var gain: Double

  /// - Returns: nil where no value is known.
  init?(of optimizer: Optimizer, on batch: BatchAgreement) {
    guard optimizer.mask is Everything, optimizer.stepMask == nil, optimizer.partition == nil,
      optimizer.beside.isEmpty, let directions = optimizer.source.recipe?.offers
    else { return nil }
    let moments = optimizer.source.estimator.map(\.moments) ?? .mean(of: 1)
    guard let moments, directions.contains(moments.directions) else { return nil }
    self.init(moments, on: batch)
  }

  private init(_ moments: SlopeMoments, on batch: BatchAgreement) {
    switch moments {
    case .mean(let count): (alignment, gain) = (Double(count), 1)
    case .least(let count):
      let square = OrderStatistics.squareOfLeast(of: count)
      (alignment, gain) = (square, square)
    case .gap(let good, let count, let isNormalised):
      let gap = OrderStatistics.squareOfGap(low: good, of: count)
      // ‖v‖² / d before it is normalised.
      let length = 1 / Double(good) + 1 / Double(count - good)
      (alignment, gain) = (gap / length, isNormalised ? gap / length : gap)
    case .ofExamples: (alignment, gain) = (batch.alignment, 1)
    }
  }
}

extension SlopeMoments {
  /// What directions must be for the moments to hold.
  fileprivate var directions: Offers {
    switch self {
    case .mean, .least, .gap: .unitVariance
    case .ofExamples: .directionsOfExamples
    }
  }
}
