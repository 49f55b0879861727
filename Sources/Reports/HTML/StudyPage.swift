import Vocabulary

/// The report of a result set as a page: the question, what to take, figures, cells to explore,
/// and tables over all of it.
struct StudyPage {
  var set: ResultSet
  /// Whether it has a place for what is at work.
  var isLive = false

  init(_ set: ResultSet, isLive: Bool = false) {
    self.set = set
    self.isLive = isLive
  }

  var page: HTMLPage {
    guard !set.members.isEmpty else {
      return HTMLPage(
        title: "\(name): no results yet", body: heading + live + [HTMLTable.note("No results yet.")]
      )
    }
    let data = PageData(set)
    return HTMLPage(
      title: "\(name): zobench report",
      body: heading + facts + live + [
        navigation, verdicts(data), figures, explorer, across, health, reading,
      ],
      data: data.json)
  }

  /// What the grids are called; databases from before version 10 do not say it.
  private var name: String {
    let names = set.studies.map { PlainText.oneLine($0.name) }
    guard names.isEmpty else { return names.joined(separator: ", ") }
    guard let source = set.source else { return "Results" }
    let place = source.split(separator: "/").suffix(2).joined(separator: "/")
    return "Results in " + PlainText.oneLine(place)
  }

  private var heading: [Markup] {
    [.node("h1", ["id": "top"], name)]
      + set.studies.filter { !$0.question.isEmpty }.map { study in
        let text = PlainText.oneLine(
          study.question.split(whereSeparator: \.isNewline).joined(separator: " "))
        return .node(
          "p", ["class": "question"], set.studies.count > 1 ? "\(study.name): \(text)" : text)
      }
  }

  private var live: [Markup] {
    // Only the sentence is read out when it changes, not every step.
    isLive
      ? [
        .node(
          "section", ["id": "live", "aria-label": "At work"],
          [.node("p", ["role": "status"]), .node("ul")])
      ] : []
  }

  private var facts: [Markup] {
    let parts = [
      (unique(set.cells.map(\.model)).count, "model"),
      (unique(set.cells.map(\.task)).count, "task"),
      (unique(set.cells.map(\.scheme)).count, "scheme"), (set.optimizers.count, "optimizer"),
      (set.cells.count, "cell"),
    ].map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
    return [.node("p", ["class": "facts"], parts.joined(separator: " · "))]
  }

  private var navigation: Markup {
    let links = [
      ("#verdict", "What to take"), ("#figures", "Figures"), ("#explore", "Explore"),
      ("#across", "Tables"), ("#reading", "How to read"),
    ]
    return .node(
      "nav", ["aria-label": "Sections"], links.map { .node("a", ["href": $0.0], $0.1) })
  }

  /// One card for each memory budget, over everything.
  private func verdicts(_ data: PageData) -> Markup {
    let families = set.families
    let budgets =
      set.comparable.count > 1
      ? BudgetVerdict.all(Contender.all(set.ranked)).map { PageBudget($0, families) }
      : data.blocks.first?.budgets ?? []
    let contrasts = families.filter { !$0.standings.isEmpty }
    let pairs = set.comparable.count
    let over = pairs > 1 ? "Means over \(pairs) pairs of model and task" : "Test scores"
    return .node(
      "section", ["id": "verdict"],
      [
        .node("h2", [:], "What to take, by memory"),
        .node("div", ["class": "cards", "id": "cards"], budgets.map { card($0) }),
        HTMLTable.note(
          over + " with 95 % intervals over test examples, and the largest training peak. Cheapest "
            + "as good: the fewest bytes of those whose score is in the interval of the best. "
            + "Choosing a model and a task below shows theirs."),
      ] + (contrasts.isEmpty ? [] : classes(contrasts)))
  }

  /// The best of each class under each scheme, against the baseline.
  private func classes(_ families: [ContrastFamily]) -> [Markup] {
    [
      .node("h3", [:], "Against \(PlainText.oneLine(set.baseline))"),
      .node("div", ["class": "cards"], families.map { card(PageBudget($0), of: "card against") }),
    ] + sentences(of: families).map(HTMLTable.note)
  }

  /// What the verdicts rest on, under each scheme; once where it is the same under all.
  private func sentences(of families: [ContrastFamily]) -> [String] {
    let all = unique(families.flatMap(\.sentences))
    guard all.count > 1 else { return all }
    return families.flatMap { family in
      family.sentences.map { "\(PlainText.oneLine(family.scheme)): \($0)" }
    }
  }

  private func card(_ budget: PageBudget, of style: String = "card") -> Markup {
    .node(
      "article", ["class": style],
      [
        .node("h3", [:], budget.title),
        .node(
          "dl", [:],
          budget.lines.flatMap { line in
            [
              Markup.node("dt", [:], line[0]),
              .node(
                "dd", [:], [.node("b", [:], line[1]), .node("span", [:], line[2])]),
            ]
          }),
      ])
  }

  private var figures: Markup {
    let figures =
      set.comparable.count > 1
      ? FigureSet.across(set)
      : FigureSet.pareto(set.members) + set.comparableByScheme.flatMap(FigureSet.perScheme)
    guard !figures.isEmpty else { return .group([]) }
    return .node(
      "section", ["id": "figures"],
      [
        .node("h2", [:], "Figures"),
        .node("div", ["class": "figures"], figures.map(Self.markup)),
      ])
  }

  private static func markup(_ figure: Figure) -> Markup {
    .node(
      "figure", [:],
      [
        .node("h3", [:], figure.title), figure.embedded,
        .node("figcaption", [:], figure.caption),
      ])
  }

  /// What the script fills.
  private var explorer: Markup {
    .node(
      "section", ["id": "explore"],
      [
        .node("h2", [:], "Explore"),
        .node(
          "noscript", [:],
          [HTMLTable.note("Filters and cells need JavaScript; the rest of the page does not.")]),
        .node("div", ["id": "explorer"]),
      ])
  }

  /// Tables over everything, folded; those without a row are left out.
  private var across: Markup {
    let kinds: [TableKind] = [
      .overview, .contrasts, .budgets, .endpoints, .curves, .versus, .cost, .ranks, .profile,
      .tuning, .ablation, .sources,
    ]
    let tables = kinds.flatMap { $0.tables(set) }.filter { !$0.rows.isEmpty }
    guard !tables.isEmpty else { return .group([]) }
    return .node(
      "section", ["id": "across"],
      [.node("h2", [:], "Tables over everything")]
        + tables.map { table in
          .node(
            "details", [:],
            [
              .node("summary", [:], table.title), HTMLTable.body(table.bestFirst, bars: true),
            ] + table.notes.map(HTMLTable.note))
        })
  }

  private var health: Markup {
    let kinds = HealthFinding.Kind.allCases.compactMap { kind -> Markup? in
      let found = set.cells.flatMap { cell in
        cell.findings.filter { $0.kind == kind }.map { (cell, $0) }
      }
      guard let (cell, first) = found.first else { return nil }
      let name = [cell.model, cell.task, cell.scheme, cell.optimizer].joined(separator: " / ")
      return .node(
        "li", [:],
        "\(HealthText.title(of: kind)): in \(found.count) of \(set.cells.count) cells; the first "
          + "is \(PlainText.oneLine(name)), step \(first.step): "
          + HealthText.rounded(PlainText.oneLine(first.message)) + ".")
    }
    guard !kinds.isEmpty else { return .group([]) }
    return .node(
      "section", ["id": "health"],
      [
        .node(
          "details", [:],
          [
            .node("summary", [:], "What makes numbers mean less than they seem to"),
            .node("ul", [:], kinds),
            HTMLTable.note("A cell's own are on its page, which opens from the table of cells."),
          ])
      ])
  }
}

extension StudyPage {
  private var reading: Markup {
    let sentences = [
      "A cell is a model, a task, a scheme and an optimizer; its score is the mean over seeds on "
        + "test examples that only the chosen trial saw, ± the sample standard deviation.",
      "A winner (bold) is above every other cell of its model, task and scheme in a paired test on "
        + "the same examples, corrected by Holm's method for all pairs, at 5 %, and at every seed. "
        + "The test speaks of these trained models; that other seeds might train others shows in "
        + "the ±.",
      "Peak is the largest sum of bytes at one moment of training, by account; a pass is a forward "
        + "over a batch, and a backward counts as two. The bytes are those of this program on a "
        + "processor.",
      "A column's head sorts by it, best first; once more turns the order round.",
    ]
    let machines = set.machines.map { "Measured on \(PageData.sentence($0))." }
    let facts = Footer(set).facts
    return .node(
      "section", ["id": "reading"],
      [.node("h2", [:], "How to read")]
        + (sentences + facts + machines).map { .node("p", [:], $0) })
  }
}
