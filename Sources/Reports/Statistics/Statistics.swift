/// Mean and spread of a sample, in one pass (Welford 1962).
public struct Statistics: Hashable, Sendable {
  public private(set) var count = 0
  private var runningMean = 0.0
  private var squares = 0.0

  public init() {}

  public init(_ values: some Sequence<Double>) {
    for value in values { add(value) }
  }

  public mutating func add(_ value: Double) {
    count += 1
    let delta = value - runningMean
    runningMean += delta / Double(count)
    squares += delta * (value - runningMean)
  }

  /// Nil without values.
  public var mean: Double? { count > 0 ? runningMean : nil }

  /// The sample standard deviation, with n − 1; nil for fewer than two values.
  public var standardDeviation: Double? {
    count > 1 ? (squares / Double(count - 1)).squareRoot() : nil
  }
}
