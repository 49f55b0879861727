import Foundation
import Vocabulary

/// What a results database says of a study that may be at work: who runs what, what has ended and
/// what was found.
package struct StudyStatus: Sendable, Encodable {
  /// A claimed run.
  package struct Running: Sendable, Encodable {
    package var name: String
    package var cell: Cell
    package var seed: Int
    package var identity: String
    package var holder: RunActivity.Holder?
    /// Whether its process may be at work; a claim that is stale is taken over by the next run.
    package var isStale: Bool
    package var started: String
    /// The trial at work, 1, 2, …; nil, as what follows, before its first step.
    package var trial: Int?
    package var trials: Int?
    package var step: Int?
    package var steps: Int?
    /// Of the steps of all its trials, 0 to 1.
    package var share: Double?
    package var forwardPasses: Int?
    package var backwardPasses: Int?
    package var loss: Double?
    package var secondsSinceNews: Double?
    package var findings: [HealthFinding]
  }

  /// A kind of finding among ended runs.
  package struct Finding: Sendable, Encodable {
    package var kind: HealthFinding.Kind
    package var runs: Int
    package var first: String
  }

  /// Why some cells of a grid cannot be planned.
  package struct Refusal: Sendable, Encodable {
    package var reason: String
    package var runs: Int
    package var cells: [String]
  }

  /// How much of a grid is done.
  package struct Progress: Sendable, Encodable {
    package var runs: Int
    package var done: Int
    package var running: Int
    package var open: Int
    package var skipped: Int
    /// Runs that cannot be planned, and why, each reason once.
    package var refused: Int
    package var refusals: [Refusal]
    package var openCells: [String]
    package var secondsLeft: Double?
    /// Open runs that `secondsLeft` leaves out, since nothing like them was measured.
    package var unforecast: Int
  }

  package var database: String
  package var running: [Running]
  /// Ended runs by outcome.
  package var outcomes: [String: Int]
  package var findings: [Finding]
  /// Nil when no grid was given.
  package var grid: Progress?

  /// - Parameters:
  ///   - results: every ended run.
  ///   - entries: the plan of the grid that is asked about.
  ///   - refused: what of it cannot be planned.
  package init(
    of database: String, _ activity: [RunActivity], _ results: [RunResult],
    entries: [PlanEntry]? = nil, refused: [RefusedCell] = [], now: Date = Date()
  ) {
    self.database = database
    running = activity.map { Running($0, now: now) }
    outcomes = Dictionary(grouping: results, by: \.outcome.name).mapValues(\.count)
    findings = HealthFinding.Kind.allCases.compactMap { Finding($0, in: results) }
    grid = entries.map { entries in
      Progress(entries, refused, activity, TimeLeft(entries, results, activity, now: now))
    }
  }

  /// Whether a process may be at work.
  package var isAtWork: Bool { running.contains { !$0.isStale } }

  package var json: String { PrettyJSON.text(self) }
}

extension StudyStatus.Running {
  init(_ activity: RunActivity, now: Date) {
    name = activity.cell.cell.name
    cell = activity.cell.cell
    seed = activity.cell.seed
    identity = activity.identity.digest.hex
    holder = activity.holder
    isStale = !activity.isAlive
    started = activity.started
    findings = activity.findings
    if let heard = try? Date(activity.heard, strategy: .iso8601) {
      secondsSinceNews = max(0, now.timeIntervalSince(heard).rounded())
    }
    guard let news = activity.news else { return }
    (trial, trials, step, steps) = (news.trial + 1, news.trials, news.step, news.steps)
    share = news.share
    (forwardPasses, backwardPasses) = (news.spent.forwards, news.spent.backwards)
    loss = news.loss.isFinite ? news.loss : nil
  }
}

extension StudyStatus.Finding {
  /// Nil when no run has it.
  init?(_ kind: HealthFinding.Kind, in results: [RunResult]) {
    let found = results.compactMap { run in
      run.trials.flatMap(\.findings).first { $0.kind == kind }.map { (run, $0) }
    }
    guard let (run, finding) = found.first else { return nil }
    self.kind = kind
    runs = found.count
    first = "\(run.cell.cell.name), seed \(run.cell.seed), step \(finding.step): \(finding.message)"
  }
}

extension StudyStatus.Refusal {
  fileprivate static func all(of refused: [RefusedCell]) -> [Self] {
    var (all, places) = ([Self](), [String: Int]())
    for cell in refused {
      let place = places[cell.reason] ?? all.count
      places[cell.reason] = place
      if place == all.count { all.append(Self(reason: cell.reason, runs: 0, cells: [])) }
      all[place].runs += cell.runs
      all[place].cells.append(cell.cell.name)
    }
    return all
  }
}

extension StudyStatus.Progress {
  init(
    _ entries: [PlanEntry], _ refused: [RefusedCell], _ activity: [RunActivity], _ left: TimeLeft
  ) {
    let living = Set(activity.filter(\.isAlive).map(\.identity))
    let open = entries.filter { $0.isToRun && !living.contains($0.identity) }
    runs = entries.count + refused.runs
    self.refused = refused.runs
    refusals = StudyStatus.Refusal.all(of: refused)
    done = entries.count { $0.state == .done }
    running = entries.count { living.contains($0.identity) }
    self.open = open.count
    skipped = entries.count - done - running - open.count
    openCells = open.map { "\($0.cell.cell.name), seed \($0.cell.seed)" }
    secondsLeft = left.seconds
    unforecast = left.unknown
  }
}
