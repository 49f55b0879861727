import Tensors

/// Zeroes a random share of each parameter's elements, drawn anew every few steps (ZO-Bench).
public struct RandomSparsity: StepMask {
  /// How many elements of a parameter are zeroed.
  public enum Share: Hashable, Sendable {
    /// The same share of every parameter, as a count: ⌊s·n + ½⌋.
    case layer(Double)
    /// The share of elements with |w| at most the s-quantile of all trained |w| at the start.
    case global(Double)
  }

  public var share: Share
  /// Steps between draws.
  public var resample: Int
  /// Whether a Gaussian is compared with s, as ZO-LLM's code does: a share of Φ(s), not exact.
  public var isGaussian: Bool

  public init(_ share: Share, resample: Int = 1, isGaussian: Bool = false) {
    self.share = share
    self.resample = resample
    self.isGaussian = isGaussian
  }

  public var isElementwise: Bool { true }

  public func isDue(at moment: Moment) -> Bool { (moment.step - 1) % resample == 0 }

  public func draw(_ mask: ActiveSet, key: RandomKey, weights: ParameterStore) {
    guard let bits = mask.bits else { return }
    if mask.shares.isEmpty { mask.shares = shares(mask.space.slices, weights) }
    for slice in mask.space.slices {
      let nominal = mask.shares[slice.index] ?? 0
      let start = mask.space.start(of: slice)
      if isGaussian {
        Self.drawGaussian(nominal, bits, from: start, slice, key)
      } else {
        Self.drawExact(nominal, bits, from: start, slice, key)
      }
    }
  }

  private func shares(_ slices: [Slice], _ weights: ParameterStore) -> [Int: Double] {
    switch share {
    case .layer(let share):
      return Dictionary(uniqueKeysWithValues: slices.map { ($0.index, share) })
    case .global(let share):
      let threshold = Magnitudes(weights, slices).quantile(share)
      return Dictionary(
        uniqueKeysWithValues: slices.map { slice in
          let below = Magnitudes(weights, [slice]).count(upTo: threshold)
          return (slice.index, Double(below) / Double(max(slice.count, 1)))
        })
    }
  }

  /// Selection sampling (Knuth, algorithm S): every subset of the wanted size is as likely.
  private static func drawExact(
    _ share: Double, _ bits: Bitmap, from start: Int, _ slice: Slice, _ key: RandomKey
  ) {
    var wanted = Int((share * Double(slice.count)).rounded())
    forEachUniform(key, slice) { index, uniform in
      let isZeroed = uniform * Double(slice.count - index) < Double(wanted)
      if isZeroed { wanted -= 1 }
      bits[start + index] = !isZeroed
    }
  }

  private static func drawGaussian(
    _ share: Double, _ bits: Bitmap, from start: Int, _ slice: Slice, _ key: RandomKey
  ) {
    let cut = Magnitudes.normalShare(below: share)
    forEachUniform(key, slice) { index, uniform in bits[start + index] = uniform >= cut }
  }

  /// Calls `body` with each element's place and its number in 0 ..< 1.
  private static func forEachUniform(
    _ key: RandomKey, _ slice: Slice, _ body: (Int, Double) -> Void
  ) {
    for first in stride(from: 0, to: slice.count, by: 4) {
      let words = key.words(.mask, tensor: slice.index, block: UInt64(first / 4))
      body(first, Double(words.0) * 0x1p-32)
      if first + 1 < slice.count { body(first + 1, Double(words.1) * 0x1p-32) }
      if first + 2 < slice.count { body(first + 2, Double(words.2) * 0x1p-32) }
      if first + 3 < slice.count { body(first + 3, Double(words.3) * 0x1p-32) }
    }
  }
}
