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

    /// `explodingSlopes 4, searchAtEdge 1`: runs with a trial that has one.
    var findings: String {
      HealthFinding.Kind.allCases.compactMap { kind in
        let count = runs.count { run in
          run.trials.contains { $0.findings.contains { $0.kind == kind } }
        }
        return count > 0 ? "\(kind.rawValue) \(count)" : nil
      }.joined(separator: ", ")
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
      .count(diverged), .count(failed),
      row.findings.isEmpty ? .missing : .text(row.findings),
    ]
  }
}
