import Foundation
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

/// Order statistics of |w|, or of |w| times a factor of its column, without sorting or copying.
///
/// The bits of a positive float are ordered as the float is: four passes of counting, byte by
/// byte, find the value of a rank exactly.
struct Magnitudes {
  private let weights: ParameterStore
  private let slices: [Slice]
  /// The only row that counts; nil is all.
  private let row: Int?
  /// Per slice: what each column's magnitudes are multiplied by.
  private let factors: [[Float]?]

  init(
    _ weights: ParameterStore, _ slices: [Slice], row: Int? = nil,
    factors: (Slice) -> [Float]? = { _ in nil }
  ) {
    self.weights = weights
    self.slices = slices
    self.row = row
    self.factors = slices.map(factors)
  }

  var count: Int { slices.reduce(0) { $0 + (row == nil ? $1.count : $1.columns) } }

  /// The value that ⌊s·n + ½⌋ of the elements do not pass.
  func quantile(_ share: Double) -> Float {
    value(rank: Int((share * Double(count)).rounded()))
  }

  /// The `rank`-th smallest: 1 is the smallest, 0 is below all.
  func value(rank: Int) -> Float {
    guard rank > 0 else { return -1 }
    var (known, rank): (UInt32, Int) = (0, rank)
    for shift in [24, 16, 8, 0] as [UInt32] {
      let counts = histogram(of: known, shift)
      let (bin, before) = Self.find(rank, in: counts)
      known = known << 8 | UInt32(bin)
      rank -= before
    }
    return Float(bitPattern: known)
  }

  /// How many are at most `value`.
  func count(upTo value: Float) -> Int {
    var found = 0
    forEachElement { if $2 <= value { found += 1 } }
    return found
  }

  /// Calls `body` with an element's slice, its place there and its magnitude, slice by slice.
  func forEachElement(_ body: (Slice, Int, Float) -> Void) {
    for (slice, factors) in zip(slices, factors) {
      let view = weights.view(slice)
      let first = (row ?? 0) * slice.columns
      let end = row == nil ? slice.count : first + slice.columns
      for start in stride(from: first, to: end, by: 512) {
        let values = view.part(start, min(512, end - start)).values
        for (place, value) in values.enumerated() {
          let factor = factors.map { $0[(start + place) % slice.columns] } ?? 1
          body(slice, start + place, abs(value) * factor)
        }
      }
    }
  }

  /// Counts of the byte at `shift` among the values whose higher bytes are `known`.
  private func histogram(of known: UInt32, _ shift: UInt32) -> [Int] {
    var counts = [Int](repeating: 0, count: 256)
    forEachElement { _, _, value in
      let bits = value.bitPattern
      // Swift shifts by 32 to zero, so the first byte has no higher ones.
      if bits >> (shift + 8) == known { counts[Int(bits >> shift & 0xff)] += 1 }
    }
    return counts
  }

  /// The bin in which the rank falls, and how many are before it.
  private static func find(_ rank: Int, in counts: [Int]) -> (Int, Int) {
    var before = 0
    for (bin, count) in counts.enumerated() {
      if before + count >= rank { return (bin, before) }
      before += count
    }
    return (counts.count - 1, before)
  }

  /// Φ(x): the share of a normal distribution below `x`.
  static func normalShare(below x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
}
