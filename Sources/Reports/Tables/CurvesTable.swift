import Vocabulary

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
        + budgets.map(member.score) + budgets.map { .fixed(member.loss(within: $0), 3) }
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
