import Vocabulary

/// One line of a plan: an entry, or the seeds of a cell that share a state.
struct PlanRow {
  var columns: [String]
  /// Forecast wall time of the entries one after the other.
  var time: String
  /// Why stale, retried and skipped entries are that; each reason once.
  var reasons: [String]

  /// - Parameter telling: run settings that the name shows.
  init(_ entries: [PlanEntry], telling: [String] = []) {
    let totals = PlanTotals(entries)
    time = NumberText.duration(totals.seconds)
    let first = entries.first
    columns = [
      first?.state.name ?? "",
      PlainText.oneLine(first.map { Self.name($0.cell.cell, telling) } ?? ""),
      PlainText.seeds(entries.map(\.cell.seed)), NumberText.bytes(totals.largestForecast),
      NumberText.count(totals.steps), NumberText.count(totals.forwards),
      NumberText.magnitude(totals.flops),
    ]
    var seen = Set<String>()
    reasons = entries.flatMap {
      [Self.reason($0.state), Self.division($0), Self.clock($0), Self.shares($0)]
    }
    .compactMap(\.self).filter { seen.insert($0).inserted }
  }

  private static func name(_ cell: Cell, _ telling: [String]) -> String {
    guard !telling.isEmpty else { return cell.name }
    let values = cell.run.values
    let told = telling.map { "\($0): \(values[$0]?.description ?? "-")" }
    return cell.name + ", " + told.joined(separator: ", ")
  }

  static func reason(_ state: PlanState) -> String? {
    let reason: String? =
      switch state {
      case .new, .done: nil
      case .retry(let outcome):
        "ended before as \(outcome.name)" + (outcome.detail.isEmpty ? "" : ": \(outcome.detail)")
      case .stale(let reasons): reasons.joined(separator: "; ")
      case .skipped(let reason): reason
      }
    return reason.map(PlainText.oneLine)
  }

  /// How a run that is not skipped is divided.
  static func division(_ entry: PlanEntry) -> String? {
    guard let division = entry.division, entry.isToRun else { return nil }
    let fits = division.budget.map { "fits \(NumberText.bytes($0)) with " } ?? ""
    return fits + "\(division)"
  }

  /// That the clock ends a run, whose result nobody can repeat.
  static func clock(_ entry: PlanEntry) -> String? {
    guard case .seconds(let seconds) = entry.cell.cell.run.budget, entry.isToRun, entry.steps > 0
    else { return nil }
    return "each trial ends after \(NumberText.duration(seconds)) of steps: not reproducible"
  }

  /// What the run makes of settings that are shares of it.
  static func shares(_ entry: PlanEntry) -> String? {
    guard !entry.shares.isEmpty, entry.isToRun else { return nil }
    return PlainText.oneLine("in proportion to the run: " + entry.shares.joined(separator: ", "))
  }

  /// An entry as machines read it.
  struct Object: Encodable {
    var state: String
    var reason: String?
    var name: String
    var cell: Cell
    var seed: Int
    var identity: String
    var forecastBytes: Int
    /// The peak resident size of a process that runs it alone, and how far it may be off.
    var residentBytes: Int?
    var residentErrorBytes: Int?
    var trainingForecast: MemoryProfile
    var evaluationForecast: MemoryProfile
    var steps: Int
    var forwardPasses: Int
    var backwardPasses: Int
    var flops: Double
    var seconds: Double?
    var division: Division?
    var shares: [String]

    init(_ entry: PlanEntry, _ overhead: ResidentOverhead?) {
      state = entry.state.name
      reason = PlanRow.reason(entry.state)
      name = entry.cell.cell.name
      cell = entry.cell.cell
      seed = entry.cell.seed
      identity = entry.identity.digest.hex
      forecastBytes = entry.forecastBytes
      residentBytes = overhead.map { entry.residentBytes($0) }
      residentErrorBytes = overhead == nil ? nil : ResidentOverhead.error
      trainingForecast = entry.training
      evaluationForecast = entry.evaluation
      steps = entry.steps
      forwardPasses = entry.cost.forwards
      backwardPasses = entry.cost.backwards
      flops = entry.flops
      seconds = entry.seconds
      division = entry.division
      shares = entry.shares
    }
  }
}
