import Foundation
import Tensors

/// Order statistics of |w| over parameters, without sorting or copying them.
///
/// The bits of a positive float are ordered as the float is: four passes of counting, byte by
/// byte, find the value of a rank exactly.
struct Magnitudes {
  private let weights: ParameterStore
  private let slices: [Slice]

  init(_ weights: ParameterStore, _ slices: [Slice]) {
    self.weights = weights
    self.slices = slices
  }

  var count: Int { slices.reduce(0) { $0 + $1.count } }

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
    forEach { if $1 <= value { found += 1 } }
    return found
  }

  /// Calls `body` with the place of an element in its slice and |w|, slice by slice.
  func forEach(_ body: (Int, Float) -> Void) {
    for slice in slices {
      let view = weights.view(slice)
      for start in stride(from: 0, to: slice.count, by: 512) {
        let values = view.part(start, min(512, slice.count - start)).values
        for (place, value) in values.enumerated() { body(start + place, abs(value)) }
      }
    }
  }

  /// Counts of the byte at `shift` among the values whose higher bytes are `known`.
  private func histogram(of known: UInt32, _ shift: UInt32) -> [Int] {
    var counts = [Int](repeating: 0, count: 256)
    forEach { _, value in
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
