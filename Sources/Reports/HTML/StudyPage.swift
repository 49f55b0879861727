import Vocabulary

/// The report of a result set as a page: per model and task, then across, then every cell.
struct StudyPage {
  var set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  var page: HTMLPage {
    guard !set.members.isEmpty else {
      return HTMLPage(
        title: "zobench: no results",
        body: [.node("h1", [:], "zobench"), HTMLTable.note("No results.")])
    }
    let groups = set.comparable
    let sections = groups.enumerated().map { section($1, number: $0) }
    return HTMLPage(
      title: "zobench report",
      body: [.node("h1", [:], "zobench report")] + facts + [navigation(groups)]
        // A study of many blocks is read from its summary, a small one from its table.
        + (groups.count > 1 ? across + sections : sections + across) + [cells, reading])
  }

  private var facts: [Markup] {
    Footer(set).lines.map(HTMLTable.note)
      + set.machines.map { machine in
        HTMLTable.note(
          "Measured on \(machine.processor), \(machine.threads) of \(machine.cores) cores, kernels "
            + "\(machine.kernels), BLAS core \(machine.blasCore), version \(machine.version).")
      }
  }

  private func navigation(_ groups: [[CellResults]]) -> Markup {
    let links =
      [("#across", "Across all")] + groups.enumerated().map { ("#task-\($0)", heading($1)) }
      + [("#cells", "All cells"), ("#reading", "How to read")]
    return .node("nav", [:], links.map { .node("a", ["href": $0.0], $0.1) })
  }

  private func heading(_ cells: [CellResults]) -> String {
    guard let first = cells.first else { return "" }
    let name = "\(first.summary.model) / \(first.summary.task)"
    let others = set.comparable.filter { group in
      group[0].summary.model == first.summary.model && group[0].summary.task == first.summary.task
    }
    return others.count > 1 ? "\(name) (\(first.cell.run.train) examples)" : name
  }

  private func section(_ cells: [CellResults], number: Int) -> Markup {
    let schemes = unique(cells.map(\.summary.scheme)).map { scheme in
      cells.filter { $0.summary.scheme == scheme }
    }
    return .node(
      "section", ["id": "task-\(number)"],
      [
        .node("h2", [:], heading(cells)), HTMLTable.markup(StudyTable(cells).table),
        figures(FigureSet.pareto(cells)),
      ] + schemes.enumerated().map { details($1, isOpen: $0 == 0) })
  }

  /// What belongs to one scheme.
  private func details(_ cells: [CellResults], isOpen: Bool) -> Markup {
    let scheme = cells.first?.summary.scheme ?? ""
    let content = [
      Markup.node("summary", [:], "\(scheme): memory, time and curves"),
      figures(FigureSet.perScheme(cells)), HTMLTable.markup(MemoryTable(cells).table),
      HTMLTable.markup(TimeTable(cells).table),
    ]
    return isOpen
      ? .node("details", ["open": "open"], content) : .node("details", [:], content)
  }

  private func figures(_ figures: [Figure]) -> Markup {
    .node(
      "div", ["class": "figures"],
      figures.map { figure in
        .node(
          "figure", [:],
          [
            .node("h4", [:], figure.title), figure.embedded,
            .node("figcaption", [:], figure.caption),
          ])
      })
  }

  private var across: [Markup] {
    let kinds: [TableKind] = [
      .overview, .versus, .cost, .ranks, .profile, .tuning, .ablation, .sources,
    ]
    let tables = kinds.flatMap { $0.tables(set) }
    return [
      .node(
        "section", ["id": "across"],
        [
          .node("h2", [:], "Across models, tasks and schemes"), figures(FigureSet.across(set)),
        ] + tables.map(HTMLTable.markup))
    ]
  }

  private var cells: Markup {
    let table = CellsTable(set).table
    return .node(
      "section", ["id": "cells"], [.node("h2", [:], "All cells"), HTMLTable.body(table)])
  }

  private var reading: Markup {
    let sentences = [
      "A cell is a model, a task, a scheme and an optimizer; its score is the mean over seeds on "
        + "test examples that only the chosen trial saw, ± the sample standard deviation.",
      "A winner (bold, *) is above every other cell of its column in a paired test on the same "
        + "examples, corrected by Holm's method for all pairs, at 5 %, and at every seed. The test "
        + "speaks of these trained models; that other seeds might train others shows in the ±.",
      "Peak is the largest sum of bytes at one moment of training, by account; a pass is a forward "
        + "over a batch, and a backward counts as two.",
      "Click a column's head to sort by it.",
    ]
    return .node(
      "section", ["id": "reading"],
      [.node("h2", [:], "How to read")] + sentences.map { .node("p", [:], $0) })
  }
}
