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
