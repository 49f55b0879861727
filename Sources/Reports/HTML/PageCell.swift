import Foundation
import Statistics
import Vocabulary

/// A cell as the page's script shows it: scores in percent, losses and seconds with three digits.
struct PageCell: Encodable {
  var block: Int
  var scheme: Int
  var label = 0
  var kind: Int
  var score: Double?
  var deviation: Double?
  var n: Int
  /// The peak of training; where nothing is trained, of evaluation.
  var bytes: Int?
  var seconds: Double?
  var passes: Double?
  /// 1 where a test says that it is the best of its block and scheme.
  var wins: Int?
  /// 1 where the optimizer was not compared with its source.
  var unconfirmed: Int?
  /// Nil for completion.
  var outcome: String?
  /// An index of texts; nil without settings.
  var settings: Int?
  /// Bytes by account at the peak.
  var accounts: [Int]?
  /// 0 where the forecast was missed.
  var exact: Int?
  /// Passes and mean loss, of stretches of steps.
  var losses: [[Double]]?
  /// Passes and mean development score.
  var dev: [[Double]]?
  /// Seed, outcome (an index of texts), score, interval, seconds, identity (an index of texts)
  /// and machine (an index of machines).
  var seeds: [[Double?]]
  /// What was tried: indices of the texts of a row.
  var tried: [[Int]]?
  /// Findings: indices of texts.
  var health: [Int]?

  init(_ cell: CellResults, block: Int, _ set: ResultSet, _ pool: inout Pool) {
    let summary = cell.summary
    self.block = block
    scheme = pool.schemes.index(of: summary.scheme)
    kind = MethodClass.allCases.firstIndex(of: MethodClass([cell])) ?? 0
    score = summary.scoreMean.map { Self.rounded(100 * $0, 2) }
    deviation = summary.scoreDeviation.map { Self.rounded(100 * $0, 2) }
    n = summary.n
    bytes = summary.heldBytes
    seconds = summary.wallSeconds.flatMap(Self.digits)
    let spent = cell.chosenTrials.map { Double($0.spent.passes) }
    passes = Moments(spent).mean.map { Self.rounded($0, 1) }
    outcome = summary.outcome == Outcome.completed.name ? nil : summary.outcome
    if !summary.settings.isEmpty {
      settings = pool.texts.index(of: PlainText.settings(summary.settings))
    }
    let atPeak = MemoryTable.largest(cell)?.measured.atPeak
    accounts = atPeak.flatMap { peak in
      peak.total > 0 ? Account.summed.map { peak[$0] } : nil
    }
    exact = summary.isForecastExact == false ? 0 : nil
    losses = Self.points(CurveFigure.losses(of: cell).map { [$0.x, $0.y] })
    dev = Self.points(CurveFigure.scores(of: cell).map { [$0.x, $0.y] })
    seeds = cell.runs.map { run in
      let machine = set.places[run.identity].flatMap(set.machines.firstIndex)
      return Self.seed(run, &pool) + [machine.map(Double.init)]
    }
    tried = cell.cell.tune.isEmpty ? nil : Self.tried(cell, &pool)
    if !summary.findings.isEmpty {
      health = summary.findings.map { pool.texts.index(of: Self.sentence($0)) }
    }
  }

  private static func seed(_ run: RunResult, _ pool: inout Pool) -> [Double?] {
    let one = CellSummary([run])
    let interval = run.test.flatMap { test in
      ConfidenceInterval(wilson: test.correct.count { $0 }, of: test.correct.count)
    }
    // The interval is of right answers; F1 is no share of them.
    let shown = one?.metric == .accuracy ? interval : nil
    let detail = run.outcome.detail.isEmpty ? "" : ": " + run.outcome.detail
    return [
      Double(run.cell.seed), Double(pool.texts.index(of: run.outcome.name + detail)),
      one?.scoreMean.map { rounded(100 * $0, 2) }, shown.map { rounded(100 * $0.low, 1) },
      shown.map { rounded(100 * $0.high, 1) }, one?.wallSeconds.flatMap(digits),
      Double(pool.texts.index(of: run.identity.digest.short)),
    ]
  }

  private static func tried(_ cell: CellResults, _ pool: inout Pool) -> [[Int]] {
    let table = TriedTable(cell).table
    let heads = table.columns.map { pool.texts.index(of: $0.title) }
    return [heads] + table.rows.map { row in row.map { pool.texts.index(of: $0.text) } }
  }

  private static func points(_ points: [[Double]]) -> [[Double]]? {
    let finite = points.filter { $0.allSatisfy(\.isFinite) }
    return finite.isEmpty ? nil : finite.map { [rounded($0[0], 1), digits($0[1], 4) ?? $0[1]] }
  }

  private static func sentence(_ finding: CellFinding) -> String {
    HealthText.title(of: finding.kind) + ": " + HealthText.rounded(finding.message)
  }

  private static func rounded(_ value: Double, _ decimals: Int) -> Double {
    let power = pow(10, Double(decimals))
    return (value * power).rounded() / power
  }

  /// With so many significant digits; nil for what is no number.
  private static func digits(_ value: Double) -> Double? { digits(value, 3) }

  private static func digits(_ value: Double, _ count: Int) -> Double? {
    value.isFinite ? Double(String(format: "%.\(count)g", value)) : nil
  }
}
