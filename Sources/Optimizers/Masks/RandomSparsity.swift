import Tensors
import Vocabulary

/// Zeroes a random share of each parameter's elements, drawn anew every few steps (ZO-Bench).
package struct RandomSparsity: StepMask {
  /// How many elements of a parameter are zeroed.
  package enum Share: Hashable, Sendable {
    /// The same share of every parameter, as a count: ⌊s·n + ½⌋.
    case layer(Double)
    /// The share of elements with |w| at most the s-quantile of all trained |w| at the start.
    case global(Double)
  }

  /// How much stays active.
  package var share: Share
  /// Steps between draws.
  package var resample: Int
  /// Whether a Gaussian is compared with s, as ZO-LLM's code does: a share of Φ(s), not exact.
  package var isGaussian: Bool

  package init(_ share: Share, resample: Int = 1, isGaussian: Bool = false) {
    self.share = share
    self.resample = resample
    self.isGaussian = isGaussian
  }

  package var isElementwise: Bool { true }

  package var cadence: Cadence { .every(resample) }

  package func draw(_ mask: ActiveSet, key: RandomKey, weights: ParameterStore) {
    guard let bits = mask.bits else { return }
    if mask.shares.isEmpty { mask.shares = shares(mask.space.slices, weights) }
    let (space, shares, runs) = (mask.space, mask.shares, mask.space.byteRuns)
    Parallel.forEach(runs.count) { run in
      for slice in runs[run] {
        draw(shares[slice.index] ?? 0, of: slice, from: space.start(of: slice), bits, key)
      }
    }
  }

  private func draw(
    _ share: Double, of slice: Slice, from start: Int, _ bits: Bitmap, _ key: RandomKey
  ) {
    let range = start..<start + slice.count
    if isGaussian {
      let share = Magnitudes.normalShare(below: share)
      bits.draw(range, share: share, key: key, tensor: slice.index)
    } else {
      let zeros = Int((share * Double(slice.count)).rounded())
      bits.draw(range, zeros: zeros, key: key, tensor: slice.index)
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
}

extension RandomSparsity {
  struct Resampled: Settings {
    @Setting(.sparsity()) var sparsity: Double
    @Setting(.layer, "Among what the share is counted.") var group: MaskSettings.Group
    @Setting(.resample()) var resample: Int
    init() {}
  }

  static let part = MaskPart("random", Resampled.self) { h, _ in
    ComposedMask(
      step: RandomSparsity(
        h.group == .global ? .global(h.sparsity) : .layer(h.sparsity), resample: h.resample))
  }
}
