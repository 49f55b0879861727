import Statistics
import Vocabulary

/// What methods have gained at each budget, per scheme over the blocks.
struct BudgetTable {
  private let gains: [BudgetGains]
  private let margins: [Endpoint: Double]

  init(_ set: ResultSet) {
    gains = BudgetGains.all(set)
    margins = Dictionary(
      uniqueKeysWithValues: Endpoint.allCases.map { ($0, set.equivalence(on: $0)) })
  }

  var tables: [ReportTable] {
    guard gains.isEmpty else { return gains.map(table) }
    return [
      ReportTable(
        id: "budgets", title: "Gains by budget", columns: [.text("optimizer")], rows: [],
        notes: [CurvesTable.nothing])
    ]
  }

  private func table(_ gains: BudgetGains) -> ReportTable {
    ReportTable(
      id: "budgets", title: "Gains by budget under \(PlainText.oneLine(gains.scheme))",
      columns: [.text("optimizer"), .number("blocks")]
        + gains.budgets.map { .number("gap % @\($0)", key: "gapClosed\($0)") }
        + gains.budgets.map { .number("score % @\($0)", key: "score\($0)") },
      rows: gains.rows.map { row in
        [.text(row.label), .count(row.count)]
          + (row.closed + row.scores).map { .fixed($0.map { 100 * $0 }, 1) }
      },
      notes: [Self.note] + gains.budgets.compactMap { doubling($0, gains) })
  }

  /// What a factor of two in passes is worth to the baseline.
  private func doubling(_ budget: Int, _ gains: BudgetGains) -> String? {
    guard gains.budgets.contains(2 * budget) else { return nil }
    let found = Endpoint.allCases.compactMap { endpoint in
      gains.doubling(budget, on: endpoint).flatMap { words(of: $0, endpoint) }
    }
    guard !found.isEmpty else { return nil }
    return "Twice the passes: \(PlainText.oneLine(gains.baseline)) at \(2 * budget) against "
      + "\(budget), seed by seed within these blocks: " + found.joined(separator: "; ") + "."
  }

  /// `+1.2 points (-0.3 to +2.7), undecided`.
  private func words(of contrast: Contrast, _ endpoint: Endpoint) -> String? {
    let margin = margins[endpoint] ?? endpoint.margin
    guard let word = ContrastWord.words(of: [contrast], margin: margin)[0] else { return nil }
    let ends = [-1.0, 1].map { contrast.mean + $0 * contrast.halfWidth() }
    return "\(NumberText.signed(contrast.mean, 1)) \(endpoint.unit) ("
      + ends.map { NumberText.signed($0, 1) }.joined(separator: " to ") + "), \(word.rawValue)"
  }

  private static let note =
    "Gap: the share of the test loss between \(LossGap.start) and \(LossGap.end) at its whole "
    + "budget that is closed within so many passes (or steps); means over the blocks, missing "
    + "where a block has none. \(LossGap.rule) The runs are those of '--table curves'."
}

/// Test score and loss of every cell at the budgets that its runs were read out at.
struct CurvesTable {
  private let members: [CellResults]
  private let labels: [String]
  private let budgets: [Int]

  init(_ set: ResultSet) {
    let all = zip(set.members, CellLabels(set.members).labels).filter { $0.0.isReadOut }
    (members, labels) = (all.map(\.0), all.map(\.1))
    budgets = Set(members.flatMap(\.readings.keys)).sorted()
  }

  static let nothing =
    "No run was read out at a smaller budget; 'readOut: [300, 1000]' in a grid's defaults asks for "
    + "it."

  var table: ReportTable {
    let columns: [ReportTable.Column] =
      [
        .text("model", .heading), .text("task", .heading), .text("scheme", .heading),
        .text("optimizer"),
      ] + budgets.map { .number("score % @\($0)", key: "score\($0)") }
      + budgets.map { .number("loss @\($0)", key: "loss\($0)") }
    let rows = zip(members, labels).map { member, label -> [TableValue] in
      let cell = member.summary
      return [cell.model, cell.task, cell.scheme, label].map(TableValue.text)
        + budgets.map(member.score)
        + budgets.map { .fixed(member.losses(within: $0).flatMap { Moments($0).mean }, 3) }
    }
    return ReportTable(
      id: "curves", title: "At smaller budgets", columns: columns, rows: rows,
      notes: members.isEmpty ? [Self.nothing] : [Self.note])
  }

  private static let note =
    "Within each budget (passes where a grid says 'forwards', a backward counting as two, else "
    + "steps) the weights that were best on development data until then, on test data: one run, "
    + "read out on its way. Rates are those of the whole run, and schedules have its length."
}
