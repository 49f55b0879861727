import Clusters
import Foundation
import Reports
import Storage
import Vocabulary

/// How the shards of a submitted study stand, from their databases and the scheduler.
struct StudyOverview: Encodable {
  /// One shard.
  struct ShardState: Encodable {
    var shard: Int
    var runs: Int
    /// Runs that need not run again.
    var done: Int
    var running: Int
    /// Of what ended, by outcome.
    var outcomes: [String: Int]
    /// Times that a process began with a run, and did not tell its end.
    var lostAttempts: Int
    /// What the scheduler says; nil when it does not know the shard, or cannot be asked.
    var task: SlurmReport.Task?
    var problems: [String]

    var isDone: Bool { done == runs }
    var isActive: Bool { task?.isActive ?? false }
  }

  var study: String
  var engine: String
  var shards: [ShardState] = []
  /// Everything that ended, for a table of scores.
  private(set) var results: [RunResult] = []

  private enum CodingKeys: String, CodingKey { case study, engine, shards }

  init(_ submission: Submission) throws {
    study = submission.plan.name
    engine = submission.engine
    let tasks = Self.tasks(of: submission)
    for (index, identities) in submission.shards.enumerated() {
      let shard = index + 1
      var state = ShardState(
        shard: shard, runs: identities.count, done: 0, running: 0, outcomes: [:], lostAttempts: 0,
        task: tasks[shard], problems: [])
      do throws(StorageProblem) {
        results += try read(submission.database(of: shard), Set(identities), &state)
      } catch {
        if case .missing = error {} else { state.problems.append("\(error)") }
      }
      shards.append(state)
    }
  }

  /// What a shard's database says of its runs.
  private func read(
    _ path: String, _ wanted: Set<String>, _ state: inout ShardState
  ) throws(StorageProblem) -> [RunResult] {
    let store = try ResultStore(path: path, mode: .readOnly)
    let results = try store.results().filter { wanted.contains($0.identity.digest.hex) }
    state.done = results.count { $0.outcome.isFinal }
    state.outcomes = Dictionary(grouping: results, by: \.outcome.name).mapValues(\.count)
    state.running = try store.activity().count { $0.isAlive }
    state.lostAttempts = try store.attempts().count { $0.outcome == "lost" }
    state.problems += results.filter { $0.outcome != .completed && $0.outcome != .interrupted }
      .map { "\($0.cell.cell.name), seed \($0.cell.seed): \($0.outcome.name) \($0.outcome.detail)" }
    return results
  }

  /// The last that Slurm knows of each shard.
  private static func tasks(of submission: Submission) -> [Int: SlurmReport.Task] {
    guard submission.engine == "slurm", !submission.jobs.isEmpty else { return [:] }
    let ids = submission.jobs.map(\.id)
    var report = SlurmReport()
    let queue = Subprocess.run(SlurmReport.queue(ids))
    if queue.status == 0 { report.add(queue: queue.out) }
    let accounts = Subprocess.run(SlurmReport.accounts(ids))
    if accounts.status == 0 { report.add(accounts: accounts.out) }
    var tasks: [Int: SlurmReport.Task] = [:]
    for job in submission.jobs {
      for shard in job.shards {
        if let task = report.tasks["\(job.id)_\(shard)"] { tasks[shard] = task }
      }
    }
    return tasks
  }

  var json: String { PrettyJSON.text(self) }
}

/// A study's shards for a terminal.
struct OverviewText {
  let overview: StudyOverview

  var text: String {
    let shards = overview.shards.filter { $0.runs > 0 }
    var table = TextTable(columns: [
      ("shard", .right), ("done", .right), ("runs", .right), ("running", .right), ("lost", .right),
      (overview.engine, .left), ("outcomes", .left),
    ])
    table.rows = shards.map(row)
    let done = shards.reduce(0) { $0 + $1.done }
    let runs = shards.reduce(0) { $0 + $1.runs }
    let complete = shards.count(where: \.isDone)
    let head =
      "\(overview.study): \(done) of \(runs) runs done, \(complete) of \(shards.count) shards"
    let problems = shards.flatMap { shard in
      shard.problems.map { "shard \(shard.shard): \($0)" }
    }
    return ([head, ""] + table.lines + (problems.isEmpty ? [] : [""] + problems) + scores)
      .joined(separator: "\n") + "\n"
  }

  private func row(_ shard: StudyOverview.ShardState) -> [String] {
    let task = shard.task.map { task in
      [task.state, task.node, task.reason].filter { !$0.isEmpty }.joined(separator: " ")
    }
    let outcomes = shard.outcomes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return [
      "\(shard.shard)", "\(shard.done)", "\(shard.runs)", "\(shard.running)",
      "\(shard.lostAttempts)", task ?? "-", outcomes.joined(separator: ", "),
    ]
  }

  private var scores: [String] {
    guard let reporter = Reporters.named(TextReporter.name), !overview.results.isEmpty else {
      return []
    }
    return ["", reporter.render(ResultSet(overview.results), .cells)]
  }
}

/// What was asked for, class by class.
struct SubmissionText {
  private let plan: JobPlan

  init(_ submission: Submission) { plan = submission.plan }

  var classes: String {
    var table = TextTable(columns: [
      ("class", .right), ("shards", .right), ("largest cell", .right), ("memory", .right),
      ("time", .right),
    ])
    table.rows = plan.classes.map {
      [
        "\($0.number)", "\($0.shards.count)", NumberText.bytes($0.forecastBytes),
        NumberText.bytes($0.bytes), $0.clock,
      ]
    }
    return table.lines.joined(separator: "\n") + "\n"
  }
}
