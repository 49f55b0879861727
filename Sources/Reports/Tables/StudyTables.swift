import Vocabulary

/// Accuracy, optimizer × scheme, of one model and task: the shape of the study's Table 2.
struct StudyTable {
  /// Of one model and task.
  var cells: [CellResults]

  init(_ cells: [CellResults]) { self.cells = cells }

  var table: ReportTable {
    let labels = CellLabels(cells).labels
    let schemes = unique(cells.map(\.summary.scheme))
    let verdicts = schemes.map { scheme in
      (scheme, members: cells.indices.filter { cells[$0].summary.scheme == scheme })
    }.map { ($0, $1, Verdict($1.map { cells[$0] })) }
    var winners = Set<Int>()
    for (_, members, verdict) in verdicts where verdict.isWinner {
      if let leader = verdict.leader { winners.insert(members[leader]) }
    }
    let rows = unique(labels).map { label in
      [TableValue.text(label)]
        + schemes.map { scheme in
          cells.indices.first { labels[$0] == label && cells[$0].summary.scheme == scheme }
            .map { .score(cells[$0].summary, isWinner: winners.contains($0)) } ?? .missing
        }
    }
    let notes = verdicts.compactMap { scheme, members, verdict in
      verdict.sentence(members.map { labels[$0] }).map { "\(PlainText.oneLine(scheme)): \($0)." }
    }
    return ReportTable(
      id: "study", title: title, columns: [.text("optimizer")] + schemes.map { .number($0) },
      rows: rows, notes: notes + footnotes(hasWinner: !winners.isEmpty))
  }

  private var title: String {
    guard let first = cells.first else { return "" }
    let run = first.cell.run
    let (model, task) = (first.cell.model.description, first.cell.task.description)
    return PlainText.oneLine("\(model) / \(task): test score, %")
      + " (\(run.train) training examples)"
  }

  private func footnotes(hasWinner: Bool) -> [String] {
    let mark =
      hasWinner
      ? ["* wins against every other of its column: paired test on the same examples, Holm, 5 %."]
      : []
    let answers =
      cells.contains { $0.summary.metric == .f1 }
      ? ["Where the score is F1, the test compares exact matches."] : []
    return mark + answers + Footer.facts(cells.map(\.summary))
  }
}

/// Where each optimizer of a report is defined, and how it is known that it ran as defined.
struct SourcesTable {
  var set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  var table: ReportTable {
    ReportTable(
      id: "sources", title: "Sources of the optimizers",
      columns: [.text("optimizer"), .text("paper"), .text("code"), .text("confirmed")],
      rows: set.optimizers.map(row), notes: notes)
  }

  private func row(_ name: String) -> [TableValue] {
    let known = set.provenance[name]
    return [
      .text(name), value(known?.paper), value(known?.code?.repository),
      value(known.map { $0.evidence.map { "by " + $0.rawValue } ?? "no" }),
    ]
  }

  private func value(_ text: String?) -> TableValue { text.map { .text($0) } ?? .missing }

  private var notes: [String] {
    let open = set.optimizers.compactMap { name in
      set.provenance[name]?.open.map { "Open of \(name): \($0)." }
    }
    return [
      "A trace is steps that were computed outside of this program from the source's formula."
    ] + set.unconfirmed.map { "Unconfirmed, \($0.optimizer): \($0.reason)." } + open
  }
}
