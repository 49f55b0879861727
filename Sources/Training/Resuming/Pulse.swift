/// Tells when something that takes time is due again: after an interval, and so that it never takes
/// more than a twentieth of the time.
struct Pulse {
  private let interval: Double
  private var wait: Double
  private var watch = Stopwatch()
  private var elapsed = 0.0

  init(every interval: Double) {
    self.interval = interval
    wait = interval
  }

  mutating func isDue() -> Bool {
    elapsed += watch.lap()
    return elapsed >= wait
  }

  /// Does it now, and begins to wait.
  mutating func beat(_ body: () throws -> Void) rethrows {
    _ = watch.lap()
    defer {
      wait = max(interval, 20 * watch.lap())
      elapsed = 0
    }
    try body()
  }
}
