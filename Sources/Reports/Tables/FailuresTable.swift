import Vocabulary

/// What did not go as it should, by optimizer: runs and trials that did not complete, and findings
/// about the health of those that did.
struct FailuresTable {
  private let set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  private struct Row {
    var name: String
    var runs: [RunResult]

    var trials: [TrialResult] { runs.flatMap(\.trials) }
    var bad: Int { runs.count { $0.outcome != .completed } }

    /// `exploding slopes 4, search ended at an edge 1`: runs with a trial that has one.
    var findings: TableValue {
      let counts = HealthFinding.Kind.allCases.map { kind in
        let count = runs.count { run in
          run.trials.contains { $0.findings.contains { $0.kind == kind } }
        }
        return (kind: kind, count: count)
      }.filter { $0.count > 0 }
      guard !counts.isEmpty else { return .missing }
      let names = counts.map { ($0.kind.rawValue, SettingValue.integer($0.count)) }
      return .structured(
        .map(Dictionary(uniqueKeysWithValues: names)),
        counts.map { "\(HealthText.title(of: $0.kind)) \($0.count)" }.joined(separator: ", "))
    }
  }

  var table: ReportTable {
    let rows = set.optimizers.map { name in
      Row(
        name: name,
        runs: set.members.filter { $0.summary.optimizer == name }
          .flatMap { $0.runs + $0.searches })
    }
    return ReportTable(
      id: "failures", title: "Failures and findings",
      columns: [
        .text("optimizer"), .number("runs"), .number("not completed"), .number("trials"),
        .number("diverged"), .number("others failed"), .text("runs with findings"),
      ],
      rows: rows.map(values),
      notes: [
        "Runs with those of searches. A trial that diverged or failed lost its search; a run that "
          + "did not complete enters no mean. 'zobench show CELL' says what a finding means."
      ])
  }

  private func values(_ row: Row) -> [TableValue] {
    let trials = row.trials
    let diverged = trials.count { if case .diverged = $0.outcome { true } else { false } }
    let failed = trials.count { $0.outcome != .completed } - diverged
    return [
      .text(row.name), .count(row.runs.count), .count(row.bad), .count(trials.count),
      .count(diverged), .count(failed), row.findings,
    ]
  }
}
