import Optimizers

/// What theory says of a gradient estimate on a linear loss with many more parameters than probes.
///
/// For dense directions over all parameters, from the second moments of its slopes; an estimator or
/// a mask whose moments are not known in closed form has none.
struct EstimatorTheory {
  /// E cos²(ĝ, g) · d of one estimate.
  var alignment: Double
  /// E ⟨ĝ, g⟩ / ‖g‖².
  var gain: Double

  /// - Returns: nil where no value is known.
  init?(of optimizer: Optimizer, on batch: BatchAgreement) {
    guard optimizer.mask is Everything, optimizer.stepMask == nil, optimizer.partition == nil,
      optimizer.beside.isEmpty
    else { return nil }
    switch optimizer.source {
    case .probes(let estimator, let recipe):
      if estimator is GroupRelative, recipe is PerExample {
        self.init(alignment: batch.alignment, gain: 1)
        return
      }
      guard recipe is Dense, let theory = EstimatorTheory(of: estimator) else { return nil }
      self = theory
    case .tangent(let recipe):
      guard recipe is Dense else { return nil }
      self.init(alignment: 1, gain: 1)
    case .backpropagation: return nil
    }
  }

  private init(alignment: Double, gain: Double) {
    self.alignment = alignment
    self.gain = gain
  }

  private init?(of estimator: any Estimator) {
    switch estimator {
    case let it as TwoSided: self.init(alignment: Double(it.queries), gain: 1)
    case let it as OneSided: self.init(alignment: Double(it.queries), gain: 1)
    case let it as LeaveOneOut: self.init(alignment: Double(it.queries - 1), gain: 1)
    case let it as Greedy:
      let square = OrderStatistics.squareOfLeast(of: it.candidates)
      self.init(alignment: square, gain: square)
    case let it as Guided: self.init(of: it)
    default: return nil
    }
  }

  private init(of guided: Guided) {
    let (count, good) = (guided.candidates, guided.goodCount)
    let gap = OrderStatistics.squareOfGap(low: good, of: count)
    // ‖v‖² / d before it is normalised.
    let length = 1 / Double(good) + 1 / Double(count - good)
    self.init(alignment: gap / length, gain: guided.isNormalised ? gap / length : gap)
  }
}

extension Guided {
  /// How many of the candidates are good: ⌊α·M⌋, at least one and not all.
  fileprivate var goodCount: Int {
    min(max(Int(share * Double(candidates)), 1), candidates - 1)
  }
}
