import Vocabulary

/// Sums over the entries of a plan, as floating point, so that no plan is too long to sum.
struct PlanTotals {
  var steps: Double
  var forwards: Double
  var flops: Double
  /// The most memory that one entry needs, in bytes; nil without entries.
  var largestForecast: Int?
  /// Forecast wall seconds of what is still to be run, one after the other; nil if unknown.
  var seconds: Double?
  private let jobs: Int
  private let resident: [(ResidentOverhead) -> Int]
  private var states: [(name: String, count: Int)]
  private var runs: Int

  init(_ entries: [PlanEntry], jobs: Int = 1) {
    self.jobs = jobs
    resident = entries.map { entry in { entry.residentBytes($0) } }
    let times = entries.filter(\.isToRun).compactMap(\.seconds)
    seconds = times.isEmpty ? nil : times.reduce(0, +)
    steps = entries.reduce(0) { $0 + Double($1.steps) }
    forwards = entries.reduce(0) { $0 + Double($1.cost.forwards) }
    flops = entries.reduce(0) { $0 + $1.flops }
    largestForecast = entries.map(\.forecastBytes).max()
    let counts = Dictionary(grouping: entries, by: \.state.name).mapValues(\.count)
    states = ["new", "retry", "stale", "done", "skipped"].compactMap { name in
      counts[name].map { (name, $0) }
    }
    runs = entries.count
  }

  /// `Total: 3 runs (2 new, 1 done); …`.
  var line: String {
    let states = states.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    return "Total: \(runs) run\(runs == 1 ? "" : "s") (\(states)); "
      + "largest forecast \(NumberText.bytes(largestForecast)), "
      + "\(NumberText.count(steps)) steps, \(NumberText.count(forwards)) forwards, "
      + "\(NumberText.magnitude(flops)) FLOPs" + time
  }

  /// What a process takes in all, in a sentence.
  func resident(_ overhead: ResidentOverhead) -> String {
    let most = resident.map { $0(overhead) }.max()
    let error = NumberText.bytes(ResidentOverhead.error)
    return "A process takes \(NumberText.bytes(overhead.bytes)) more than its forecast: the "
      + "largest \(NumberText.bytes(most)), give or take \(error)"
  }

  /// At best: jobs that never wait for each other.
  private var time: String {
    guard let seconds else { return "" }
    let together = NumberText.duration(seconds / Double(max(jobs, 1)))
    return "; forecast time \(together)" + (jobs > 1 ? " with \(jobs) jobs" : "")
  }
}
