import Vocabulary

/// How forecasts become what a scheduler is asked for.
package struct JobRequest: Sendable {
  /// Bytes of a process beside the ledger: what it is known to take, and as much again as another
  /// machine's libraries may.
  package var besideBytes = ResidentOverhead.usual.reservedBytes(forecast: 0) + (128 << 20)
  /// Bytes of every task, whatever the forecast; nil is the forecast.
  package var bytes: Int?
  /// Seconds of every task; nil is the forecast.
  package var seconds: Int?
  /// Floating-point operations in a second that a thread reaches, where nothing was measured: low,
  /// since a task that ends early costs nothing.
  package var threadRate = 2.5e10
  package var threads = 1
  package var jobs = 1

  package init() {}

  /// No task is asked for longer than a day: a longer one is interrupted, and goes on.
  private static let longest = 86_400

  /// The classes of a study.
  ///
  /// - Parameter measured: seconds of runs alone, by identity, where a calibration measured them.
  package func classes(
    of plan: ShardPlan, measured: [Identity: Double] = [:]
  ) -> [JobClass] {
    let parts = plan.parts.filter { !$0.identities.isEmpty }
    let numbers = Set(parts.map(\.memoryClass)).sorted()
    return numbers.enumerated().map { place, number in
      let members = parts.filter { $0.memoryClass == number }
      let forecast = members.map(\.bytes).max() ?? 0
      let longest = members.map { seconds(of: $0, measured) }.max() ?? 0
      return JobClass(
        number: place + 1, shards: members.map(\.shard.index), forecastBytes: forecast,
        bytes: bytes ?? forecast * jobs + besideBytes, seconds: seconds ?? Self.request(longest))
    }
  }

  /// Seconds of a shard's training: as measured, else by the rate of its threads.
  package func seconds(
    of part: ShardPlan.Part, _ measured: [Identity: Double]
  ) -> Double {
    let known = part.identities.compactMap { measured[$0] }
    if !known.isEmpty, known.count == part.identities.count {
      return known.reduce(0, +) / Double(jobs)
    }
    return part.flops / (threadRate * Double(threads))
  }

  /// Half as much again and ten minutes, in whole ten minutes.
  private static func request(_ seconds: Double) -> Int {
    let asked = min(1.5 * seconds + 600, Double(longest))
    return min(longest, (Int(asked.rounded(.up)) + 599) / 600 * 600)
  }
}
