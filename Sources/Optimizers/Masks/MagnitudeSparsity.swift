import Tensors
import Vocabulary

/// Keeps the elements of small or of large magnitude.
///
/// The mask is drawn from the weights at the start, as an exact count: ties at the threshold are
/// broken by their order. It is a bitmap, so it is the same for probes and update whatever the
/// weights become. Either it stays, or in every later step it is drawn again from the weights of
/// that step by the thresholds of the start.
package struct MagnitudeSparsity: StepMask {
  /// Which elements stay active.
  package enum Kept: String, Hashable, Sendable {
    /// Sparse-MeZO (arXiv:2402.15751).
    case small
    case large
  }

  /// Which weights stay active.
  package var kept: Kept
  /// The share of elements that is frozen.
  package var sparsity: Double
  /// Whether one threshold serves all parameters.
  package var isGlobal: Bool
  /// Whether elements go in and out as they cross the thresholds of the start.
  package var followsWeights: Bool

  package init(
    keeping kept: Kept, sparsity: Double, isGlobal: Bool = false, followsWeights: Bool = false
  ) {
    self.kept = kept
    self.sparsity = sparsity
    self.isGlobal = isGlobal
    self.followsWeights = followsWeights
  }

  package var isElementwise: Bool { true }

  package var cadence: Cadence { followsWeights ? .every(1) : .once }

  package func draw(_ mask: ActiveSet, key: RandomKey, weights: ParameterStore) {
    let groups = isGlobal ? [mask.space.slices] : mask.space.slices.map { [$0] }
    for slices in groups {
      let known = followsWeights ? slices.first.flatMap { mask.thresholds[$0.index] } : nil
      if let known {
        let all = Magnitudes(weights, slices)
        all.mark(upTo: known, areActive: kept == .small, in: mask)
      } else {
        draw(slices, mask, weights)
      }
    }
  }

  private func draw(_ slices: [Slice], _ mask: ActiveSet, _ weights: ParameterStore) {
    let all = Magnitudes(weights, slices)
    let active = all.count - Int((sparsity * Double(all.count)).rounded())
    // The smallest elements are on one side of the cut.
    let rank = kept == .small ? active : all.count - active
    all.mark(smallest: rank, below: kept == .small, in: mask)
    guard followsWeights else { return }
    // Where nothing is masked, nothing is later.
    let threshold = rank == all.count ? .infinity : all.value(rank: rank)
    for slice in slices { mask.thresholds[slice.index] = threshold }
  }
}

extension MagnitudeSparsity {
  struct Sparse: Settings {
    @Setting(.sparsity()) var sparsity: Double
    @Setting(.layer, "Among what the share is counted.") var group: MaskSettings.Group
    init() {}
  }

  private static func part(_ name: String, _ kept: Kept) -> MaskPart {
    MaskPart(name, Sparse.self) { h, _ in
      ComposedMask(
        step: MagnitudeSparsity(
          keeping: kept, sparsity: h.sparsity, isGlobal: h.group == .global,
          followsWeights: kept == .small))
    }
  }

  static let smallPart = part("small", .small)
  static let largePart = part("large", .large)
}

extension Magnitudes {
  /// Makes the bits of the elements that are at most `threshold` `isActive`, others the opposite.
  func mark(upTo threshold: Float, areActive isActive: Bool, in mask: ActiveSet) {
    guard let bits = mask.bits else { return }
    forEachElement { slice, place, value in
      bits[mask.space.start(of: slice) + place] = (value <= threshold) == isActive
    }
  }

  /// Makes the bits of the `rank` smallest `isActive`, and those of all others the opposite.
  func mark(smallest rank: Int, below isActive: Bool, in mask: ActiveSet) {
    guard let bits = mask.bits else { return }
    let threshold = value(rank: rank)
    var equal = rank - (rank == 0 ? 0 : count(upTo: threshold.nextDown))
    forEachElement { slice, place, value in
      var isBelow = value < threshold
      if value == threshold, equal > 0 {
        isBelow = true
        equal -= 1
      }
      bits[mask.space.start(of: slice) + place] = isBelow == isActive
    }
  }
}
