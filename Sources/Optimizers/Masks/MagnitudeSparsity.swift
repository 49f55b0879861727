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
    guard let bits = mask.bits else { return }
    let all = Magnitudes(weights, slices)
    let active = all.count - Int((sparsity * Double(all.count)).rounded())
    // The smallest `rank` elements are on one side of the cut.
    let rank = kept == .small ? active : all.count - active
    let threshold = all.value(rank: rank)
    let below = rank == 0 ? 0 : all.count(upTo: threshold.nextDown)
    var equal = rank - below
    for slice in slices {
      let start = mask.space.start(of: slice)
      Magnitudes(weights, [slice]).forEach { place, value in
        var isBelow = value < threshold
        if value == threshold, equal > 0 {
          isBelow = true
          equal -= 1
        }
        bits[start + place] = isBelow == (kept == .small)
      }
    }
  }
}
