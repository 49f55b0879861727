import Vocabulary

/// What is known of a run in progress, from its events: how far it is and what it found so far.
package struct RunBoard: Sendable {
  /// A cell at work.
  package struct Job: Sendable {
    package var cell: SeededCell
    package var news: TrialNews?
    /// The last development score, 0 to 1.
    package var dev: Double?
  }

  /// The best test score of a class on a task.
  package struct Best: Sendable {
    package var score: Double
    package var cell: SeededCell
  }

  /// Runs of the study but those that are left out, and how many of them have ended.
  package let runs: Int
  package let names: RunNames
  package private(set) var finished: Int
  package private(set) var failed = 0
  package private(set) var jobs: [Job] = []
  package private(set) var best: [String: [MethodClass: Best]] = [:]

  /// FLOPs of each cell, at least a thousandth of the mean: an evaluation takes time as well.
  private let work: [SeededCell: Double]
  private let allWork: Double
  private var workDone: Double
  /// The part of what is done that earlier commands did.
  private var earlierWork: Double

  /// - Parameter plan: all entries of the study, those that have ended among them.
  package init(_ plan: [PlanEntry]) {
    finished = plan.count { $0.state == .done }
    let entries = plan.filter { $0.isToRun || $0.state == .done }
    runs = entries.count
    names = RunNames(plan)
    let mean = entries.reduce(0) { $0 + $1.flops } / Double(max(entries.count, 1))
    let least = mean > 0 ? mean / 1000 : 1
    work = Dictionary(
      entries.map { ($0.cell, max($0.flops, least)) }, uniquingKeysWith: { first, _ in first })
    allWork = work.values.reduce(0, +)
    let (all, done) = (work, plan.filter { $0.state == .done })
    workDone = done.reduce(0) { $0 + (all[$1.cell] ?? 0) }
    earlierWork = workDone
  }

  /// The share of the study's work that is done, 0 to 1.
  package var share: Double {
    guard allWork > 0 else { return 1 }
    let running = jobs.reduce(0) { $0 + (work[$1.cell] ?? 0) * ($1.news?.share ?? 0) }
    return min(1, (workDone + running) / allWork)
  }

  /// Seconds until the end at this command's pace so far; nil while too little is done to tell.
  ///
  /// - Parameter elapsed: seconds since the command began.
  package func left(after elapsed: Double) -> Double? {
    let before = allWork > 0 ? earlierWork / allWork : 0
    let (own, rest) = (share - before, 1 - share)
    return own > 0.01 * (own + rest) && rest > 0 ? elapsed * rest / own : nil
  }

  package mutating func note(_ event: RunEvent) {
    switch event {
    case .runStarted(let cell, _): jobs.append(Job(cell: cell))
    case .stepped(let cell, _, let news): step(cell, news)
    case .evaluated(let cell, _, let point): change(cell) { $0.dev = point.score }
    case .runFinished(let result): end(result)
    case .trialStarted, .progressed, .found, .trialFinished, .exported, .unexported, .warned: break
    }
  }

  /// The first news of a run that goes on says how far an earlier command had come.
  private mutating func step(_ cell: SeededCell, _ news: TrialNews) {
    let isFirst = jobs.contains { $0.cell == cell && $0.news == nil }
    if isFirst, news.trial > 0 || news.step > 1 { earlierWork += (work[cell] ?? 0) * news.share }
    change(cell) { $0.news = news }
  }

  private mutating func change(_ cell: SeededCell, _ body: (inout Job) -> Void) {
    guard let index = jobs.firstIndex(where: { $0.cell == cell }) else { return }
    body(&jobs[index])
  }

  /// A run that was interrupted is not done: the next command goes on with it.
  private mutating func end(_ result: RunResult) {
    jobs.removeAll { $0.cell == result.cell }
    guard result.outcome != .interrupted else { return }
    finished += 1
    workDone += work[result.cell] ?? 0
    if result.outcome != .completed { failed += 1 }
    keepBest(result)
  }

  private mutating func keepBest(_ result: RunResult) {
    guard let score = CellSummary([result])?.scoreMean else { return }
    let kind = MethodClass(result.trials.map(\.spent))
    let task = result.cell.cell.task.name
    if let best = best[task]?[kind], best.score >= score { return }
    best[task, default: [:]][kind] = Best(score: score, cell: result.cell)
  }
}
