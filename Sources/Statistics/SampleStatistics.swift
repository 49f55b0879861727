import Foundation

/// Mean and spread of a sample, in one pass (Welford 1962).
package struct Moments: Hashable, Sendable {
  package private(set) var count = 0
  private var runningMean = 0.0
  private var squares = 0.0

  package init() {}

  package init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  package mutating func add(_ value: Double) {
    count += 1
    let delta = value - runningMean
    runningMean += delta / Double(count)
    squares += delta * (value - runningMean)
  }

  /// Nil without values.
  package var mean: Double? { count > 0 ? runningMean : nil }

  /// The sample standard deviation, with n − 1; nil for fewer than two values.
  package var standardDeviation: Double? { variance?.squareRoot() }

  /// The sample variance, with n − 1; nil for fewer than two values.
  package var variance: Double? { count > 1 ? squares / Double(count - 1) : nil }
}

/// The value in the middle of a sample.
package enum Median {
  /// Of an even number of values the mean of the two in the middle; nil without values.
  package static func of(_ values: some Sequence<Double>) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

/// The mean of the middle half: less at the mercy of outliers than the mean, and of more values
/// than the median (Agarwal 2021, "Deep RL at the edge of the statistical precipice").
package enum InterquartileMean {
  /// Without a quarter of the values at each end, rounded down; nil without values.
  package static func of(_ values: [Double]) -> Double? {
    let cut = values.count / 4
    return Moments(values.sorted().dropFirst(cut).dropLast(cut)).mean
  }
}

/// An interval of a statistic of repetitions in blocks: each block's are resampled within it, so
/// that every resample has all blocks (Agarwal 2021).
package struct StratifiedBootstrap: Sendable {
  /// The statistic of each resample, ascending.
  private let found: [Double]

  /// - Parameters:
  ///   - blocks: of each block its values, finite, at least one.
  ///   - statistic: of all values of a resample together.
  package init?(
    _ blocks: [[Double]], resamples: Int = 1999, seed: UInt64 = 0,
    of statistic: ([Double]) -> Double?
  ) {
    guard !blocks.isEmpty, resamples > 0,
      blocks.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isFinite) })
    else { return nil }
    var generator = SplitMix(seed: seed)
    found = (0..<resamples).compactMap { _ in
      statistic(
        blocks.flatMap { block in
          block.indices.map { _ in block[generator.index(below: block.count)] }
        })
    }.sorted()
  }

  /// Between the quantiles of the resampled statistics.
  package func percentile(confidence: Double = 0.95) -> ConfidenceInterval {
    let tail = (1 - confidence) / 2
    return ConfidenceInterval(
      low: Bootstrap.quantile(tail, of: found), high: Bootstrap.quantile(1 - tail, of: found))
  }
}

/// What the best of k tries is worth, from more tries than k (Dodge 2019, "Show your work";
/// without replacement as Tang 2020).
package enum ExpectedBest {
  /// The mean, over all ways to draw `draws` of the values, of the largest one; nil for more draws
  /// than values, or none.
  package static func of(_ values: [Double], draws: Int) -> Double? {
    guard (1...max(1, values.count)).contains(draws), !values.isEmpty else { return nil }
    let ascending = values.sorted()
    let all = Self.ways(draws, of: values.count)
    // The value at a place is the largest where the others are below it.
    return (draws - 1..<values.count).reduce(0.0) { sum, place in
      sum + ascending[place] * exp(Self.ways(draws - 1, of: place) - all)
    }
  }

  /// The logarithm of the number of ways to draw so many.
  private static func ways(_ count: Int, of all: Int) -> Double {
    let (k, n) = (Double(count), Double(all))
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
  }
}
