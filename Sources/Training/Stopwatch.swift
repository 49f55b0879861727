/// Adds up elapsed seconds on a monotonic clock.
package struct Stopwatch {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant

  package init() { last = clock.now }

  /// Seconds since the last lap or the start.
  package mutating func lap() -> Double {
    let now = clock.now
    let elapsed = now - last
    last = now
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
}
