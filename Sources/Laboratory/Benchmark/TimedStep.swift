/// Seconds of one step by phase, with what was done in them.
struct TimedStep {
  var data = 0.0
  /// Passes, without reading displaced weights.
  var forward = 0.0
  var direction = 0.0
  var update = 0.0
  var tokens = 0
  var flops = 0.0

  var total: Double { data + forward + direction + update }
}

extension [TimedStep] {
  /// The median of a phase, without the first step, which warms caches up.
  func median(_ value: (TimedStep) -> Double) -> Double { dropFirst().map(value).median }
}

extension [Double] {
  /// The middle one, of an even number the later, 0 when there is none.
  var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
