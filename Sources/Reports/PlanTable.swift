import Vocabulary

/// A plan for people: what would run, what it needs, and why the rest would not.
package struct PlanTable: Sendable {
  package var entries: [PlanEntry]
  /// Cells that cannot be planned.
  package var refused: [RefusedCell]
  /// Cells that the grid leaves out.
  package var excluded = ExclusionList([])
  /// Plans longer than this show one row per cell instead of one per seed.
  package var longest: Int
  /// Runs at once, for the total of forecast times.
  package var jobs: Int
  /// What a process takes beside the forecast; nil is not said.
  package var overhead: ResidentOverhead?
  /// Columns of the terminal; nil where no lines are broken.
  package var width: Int?

  package init(
    _ entries: [PlanEntry], refused: [RefusedCell] = [], longest: Int = 40, jobs: Int = 1,
    overhead: ResidentOverhead? = nil, width: Int? = nil
  ) {
    self.width = width
    self.refused = refused
    self.entries = entries
    self.longest = longest
    self.jobs = jobs
    self.overhead = overhead
  }

  /// The table, the reasons of stale, retried and skipped rows below them, and a line of totals.
  package var text: String {
    guard !entries.isEmpty else { return "Nothing is planned.\n" }
    let telling = telling
    let rows = groups.map { PlanRow($0, telling: telling[$0[0].cell.cell.name] ?? []) }
    var table = TextTable(columns: [
      ("state", .left), ("cell", .left), ("seed", .left), ("forecast", .right),
      ("steps", .right), ("forwards", .right), ("FLOPs", .right),
    ])
    let isTimed = entries.contains { $0.seconds != nil }
    if isTimed { table.columns.append(("time", .right)) }
    table.rows = rows.map { isTimed ? $0.columns + [$0.time] : $0.columns }
    let lines = table.folded(to: width, keeping: 2)
    let body = zip(lines.dropFirst(), rows).flatMap { lines, row in
      lines
        + row.reasons.flatMap { reason in
          width.map { TextWrap.lines(reason, width: $0, indent: "    ") } ?? ["    " + reason]
        }
    }
    let totals = PlanTotals(entries, refused: refused.runs, jobs: jobs)
    let resident = overhead.map { [totals.resident($0)] } ?? []
    let closing = TextWrap.fit(
      [""] + excluded.lines + [totals.line] + resident, width: width)
    return (lines[0] + body + closing).joined(separator: "\n") + "\n"
  }

  /// The entries as they are, plus the names and the forecast that follow from them; then what is
  /// refused, with nothing but its reason.
  package var json: String {
    PrettyJSON.text(
      entries.map { Line.planned(PlanRow.Object($0, overhead)) }
        + refused.flatMap { cell in cell.seeds.map { .refused(RefusedObject(cell, seed: $0)) } })
  }

  private enum Line: Encodable {
    case planned(PlanRow.Object)
    case refused(RefusedObject)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .planned(let object): try object.encode(to: encoder)
      case .refused(let object): try object.encode(to: encoder)
      }
    }
  }

  /// A run that cannot be planned as machines read it.
  private struct RefusedObject: Encodable {
    var state = "refused"
    var reason: String
    var name: String
    var cell: Cell
    var seed: Int

    init(_ refused: RefusedCell, seed: Int) {
      reason = PlainText.oneLine(refused.reason)
      name = refused.cell.name
      cell = refused.cell
      self.seed = seed
    }
  }

  /// Run settings that tell apart the cells of a name.
  private var telling: [String: [String]] {
    Dictionary(grouping: entries.map(\.cell.cell), by: \.name).mapValues { cells in
      let different = Set(cells.map(\.run))
      guard different.count > 1 else { return [] }
      let runs = different.map(\.values)
      guard let names = runs.first?.keys else { return [] }
      return names.filter { name in Set(runs.map { $0[name] }).count > 1 }.sorted()
    }
  }

  /// In the order of the plan: single entries, or in long plans, a cell's seeds of equal state.
  private var groups: [[PlanEntry]] {
    guard entries.count > longest else { return entries.map { [$0] } }
    var groups: [[PlanEntry]] = []
    // The seeds of a cell stand together, so only groups of the last cell are looked at.
    var first = 0
    for entry in entries {
      if groups.last?[0].cell.cell != entry.cell.cell { first = groups.count }
      let same = groups[first...].firstIndex { $0[0].state.name == entry.state.name }
      if let same { groups[same].append(entry) } else { groups.append([entry]) }
    }
    return groups
  }
}

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
    return reason.map { PlainText.oneLine($0) }
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
    /// In the smallest turns, where no turns meet the memory budget.
    var leastBytes: Int?
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
      leastBytes = entry.leastBytes
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
  private let entries: [PlanEntry]
  private var states: [(name: String, count: Int)]
  private var runs: Int

  /// - Parameter refused: runs that cannot be planned.
  init(_ entries: [PlanEntry], refused: Int = 0, jobs: Int = 1) {
    self.jobs = jobs
    self.entries = entries
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
    if refused > 0 { states.append(("refused", refused)) }
    runs = entries.count + refused
  }

  /// `Total: 3 runs (2 new, 1 done); …`.
  var line: String {
    let states = states.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
    return "Total: \(runs) run\(runs == 1 ? "" : "s") (\(states)); "
      + "largest forecast \(NumberText.bytes(largestForecast)), "
      + "\(NumberText.count(steps)) steps, \(NumberText.count(forwards)) forwards, "
      + "\(NumberText.magnitude(flops)) FLOPs" + time
  }

  /// What a process takes in all, and the parts of the largest, in a sentence.
  func resident(_ overhead: ResidentOverhead) -> String {
    let largest = entries.max { $0.residentBytes(overhead) < $1.residentBytes(overhead) }
    let parts = largest.map { entry in
      "\(NumberText.bytes(entry.residentBytes(overhead))) (forecast "
        + "\(NumberText.bytes(entry.forecastBytes)), examples "
        + "\(NumberText.bytes(entry.examplesBytes)))"
    }
    return "A process takes \(NumberText.bytes(overhead.bytes)) more than its forecast and its "
      + "examples: the largest \(parts ?? NumberText.missing), give or take "
      + NumberText.bytes(ResidentOverhead.error)
  }

  /// At best: jobs that never wait for each other.
  private var time: String {
    guard let seconds else { return "" }
    let together = NumberText.duration(seconds / Double(max(jobs, 1)))
    return "; forecast time \(together)" + (jobs > 1 ? " with \(jobs) jobs" : "")
  }
}
