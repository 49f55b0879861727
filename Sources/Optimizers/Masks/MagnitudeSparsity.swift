import Tensors

/// Keeps the elements of small or of large magnitude, by the weights at the start.
///
/// The mask is drawn once, as an exact count: ties at the threshold are broken by their order. It
/// is a bitmap, so it is the same for probes and update whatever the weights become.
public struct MagnitudeSparsity: StepMask {
  /// Which elements stay active.
  public enum Kept: String, Hashable, Sendable {
    /// Sparse-MeZO (arXiv:2402.15751).
    case small
    case large
  }

  /// Which weights stay active.
  public var kept: Kept
  /// The share of elements that is frozen.
  public var sparsity: Double
  /// Whether one threshold serves all parameters.
  public var isGlobal: Bool

  public init(keeping kept: Kept, sparsity: Double, isGlobal: Bool = false) {
    self.kept = kept
    self.sparsity = sparsity
    self.isGlobal = isGlobal
  }

  public var isElementwise: Bool { true }

  public func isDue(at moment: Moment) -> Bool { moment.step == 1 }

  public func draw(_ mask: ActiveSet, key: RandomKey, weights: ParameterStore) {
    let groups = isGlobal ? [mask.space.slices] : mask.space.slices.map { [$0] }
    for slices in groups { draw(slices, mask, weights) }
  }

  private func draw(_ slices: [Slice], _ mask: ActiveSet, _ weights: ParameterStore) {
    let all = Magnitudes(weights, slices)
    let active = all.count - Int((sparsity * Double(all.count)).rounded())
    // The smallest elements are on one side of the cut.
    all.mark(
      smallest: kept == .small ? active : all.count - active, below: kept == .small, in: mask)
  }
}

extension Magnitudes {
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
