import Statistics
import Vocabulary

/// How each seed of a cell ended, with an interval for its test score.
struct SeedsTable {
  var cell: CellResults

  init(_ cell: CellResults) { self.cell = cell }

  var table: ReportTable {
    let table = ReportTable(
      id: "seeds", title: "seeds",
      columns: [
        .text("seed"), .text("outcome"), .number("score %"), .number("low"), .number("high"),
        .number("loss"), .number("examples"), .number("train s"), .text("identity"),
        .text("detail"),
      ],
      rows: cell.runs.map(row), notes: notes)
    return table.withoutEmptyColumns()
  }

  private func row(_ run: RunResult) -> [TableValue] {
    let one = CellSummary([run])
    let interval = run.test.flatMap { test in
      ConfidenceInterval(wilson: test.correct.count { $0 }, of: test.correct.count)
    }
    // The interval is of right answers; F1 is no share of them.
    let shown = one?.metric == .accuracy ? interval : nil
    return [
      .text("\(run.cell.seed)"), .text(run.outcome.name), one.map { .score($0) } ?? .missing,
      .fixed(shown.map { 100 * $0.low }, 1), .fixed(shown.map { 100 * $0.high }, 1),
      .fixed(run.test?.metrics[Metric.loss.rawValue], 3), .count(run.test?.examples),
      .seconds(one?.wallSeconds), .text(run.identity.digest.short),
      run.outcome.detail.isEmpty ? .missing : .text(run.outcome.detail),
    ]
  }

  /// The mean over the seeds, resampled over examples.
  private var notes: [String] {
    let tested = cell.tested.values.map(\.correct)
    guard cell.summary.metric == .accuracy, let count = tested.first?.count,
      tested.allSatisfy({ $0.count == count })
    else { return [] }
    let shares = (0..<count).map { example in
      Double(tested.count { $0[example] }) / Double(tested.count)
    }
    guard let bootstrap = Bootstrap(shares, resamples: 1999) else { return [] }
    let interval = bootstrap.corrected() ?? bootstrap.percentile()
    let ends = [interval.low, interval.high].map { NumberText.fixed(100 * $0, 1) }
    return [
      "Low and high: Wilson's 95 % interval of a seed. The mean over the seeds: \(ends[0]) to "
        + "\(ends[1]) (BCa bootstrap over the \(count) test examples)."
    ]
  }
}
