import Foundation

/// Intervals of a mean by resampling the values with replacement (Efron 1979).
///
/// A seeded resampling: the same values give the same interval.
package struct Bootstrap: Sendable {
  package var values: [Double]
  /// The mean of each resample, ascending.
  package private(set) var means: [Double]

  /// - Parameter values: finite, at least one.
  package init?(_ values: [Double], resamples: Int = 9999, seed: UInt64 = 0) {
    guard !values.isEmpty, values.allSatisfy(\.isFinite), resamples > 0 else { return nil }
    self.values = values
    var generator = SplitMix(seed: seed)
    means = (0..<resamples).map { _ in
      var sum = 0.0
      for _ in values.indices { sum += values[generator.index(below: values.count)] }
      return sum / Double(values.count)
    }.sorted()
  }

  /// Between the quantiles of the resampled means.
  package func percentile(confidence: Double = 0.95) -> ConfidenceInterval {
    let tail = (1 - confidence) / 2
    return ConfidenceInterval(
      low: Self.quantile(tail, of: means), high: Self.quantile(1 - tail, of: means))
  }

  /// Corrected for bias and for a spread that depends on the mean (BCa, Efron 1987); nil when all
  /// values are equal, or all means on one side of the sample's.
  package func corrected(confidence: Double = 0.95) -> ConfidenceInterval? {
    let bias = NormalDistribution.quantile(shareBelowMean)
    guard let acceleration, bias.isFinite else { return nil }
    let z = NormalDistribution.quantile((1 - confidence) / 2)
    func level(_ z: Double) -> Double {
      NormalDistribution.cumulative(bias + (bias + z) / (1 - acceleration * (bias + z)))
    }
    return ConfidenceInterval(
      low: Self.quantile(level(z), of: means), high: Self.quantile(level(-z), of: means))
  }

  private var mean: Double { values.reduce(0, +) / Double(values.count) }

  /// Ties count half.
  private var shareBelowMean: Double {
    let mean = mean
    let below = means.count { $0 < mean }
    let ties = means.count { $0 == mean }
    return (Double(below) + 0.5 * Double(ties)) / Double(means.count)
  }

  /// From the jackknife: Σ d³ / (6 (Σ d²)^1.5), where leaving out value i moves the mean by
  /// −d = (mean − value i) / (n − 1).
  private var acceleration: Double? {
    let mean = mean
    let moves = values.map { ($0 - mean) / Double(max(1, values.count - 1)) }
    let squares = moves.reduce(0) { $0 + $1 * $1 }
    guard squares > 0 else { return nil }
    return moves.reduce(0) { $0 + $1 * $1 * $1 } / (6 * pow(squares, 1.5))
  }

  /// Linear between order statistics, which are ascending (Hyndman and Fan 1996, type 7).
  static func quantile(_ level: Double, of values: [Double]) -> Double {
    let place = level * Double(values.count - 1)
    let below = min(max(0, Int(place)), values.count - 1)
    let above = min(below + 1, values.count - 1)
    return values[below] + (place - Double(below)) * (values[above] - values[below])
  }
}

/// An interval that covers the truth with the stated confidence.
package struct ConfidenceInterval: Hashable, Codable, Sendable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Wilson's score interval of a share (Wilson 1927), without continuity correction.
  ///
  /// - Parameter count: successes among `trials`; nil when the numbers make no share.
  package init?(wilson count: Int, of trials: Int, confidence: Double = 0.95) {
    guard trials > 0, (0...trials).contains(count), confidence > 0, confidence < 1 else {
      return nil
    }
    let (n, share) = (Double(trials), Double(count) / Double(trials))
    let z = NormalDistribution.quantile(0.5 + confidence / 2)
    let scale = 1 + z * z / n
    let center = (share + z * z / (2 * n)) / scale
    let half = z / scale * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    low = count == 0 ? 0 : max(0, center - half)
    high = count == trials ? 1 : min(1, center + half)
  }
}

/// A seeded generator of 64-bit numbers, the same on every machine.
///
/// SplitMix64 of Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
package struct SplitMix: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number below `bound`, which must be positive, from the high bits; the bias is below
  /// bound / 2⁶⁴.
  package mutating func index(below bound: Int) -> Int {
    precondition(bound > 0)
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// The output function: spreads every input bit over all output bits.
  package static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
