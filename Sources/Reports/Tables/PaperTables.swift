import Statistics
import Vocabulary

/// A table for a paper of each model and scheme: tasks beside each other, optimizers below each
/// other by class, the best of a class marked, and what is better than the baseline.
struct PaperTables {
  private let set: ResultSet
  private let families: [ContrastFamily]

  init(_ set: ResultSet) {
    self.set = set
    families = set.families
  }

  var tables: [ReportTable] {
    unique(set.members.map { [$0.summary.model, $0.summary.scheme] }).map { key in
      let members = set.members.filter { $0.summary.model == key[0] && $0.summary.scheme == key[1] }
      return PaperTable(
        model: key[0], scheme: key[1], members: members, baseline: set.baseline,
        family: families.first { $0.scheme == key[1] }
      ).table
    }
  }
}

private struct PaperTable {
  let model: String
  let scheme: String
  let baseline: String
  /// Over all models and tasks under the scheme; nil without the baseline.
  let family: ContrastFamily?
  /// By task, the columns.
  private let columns: [(task: String, cells: [CellResults], labels: [String])]
  /// By class, the rows.
  private let rows: [(kind: MethodClass, label: String)]

  init(
    model: String, scheme: String, members: [CellResults], baseline: String,
    family: ContrastFamily?
  ) {
    (self.model, self.scheme, self.baseline) = (model, scheme, baseline)
    self.family = family
    columns = unique(members.map(\.summary.task)).map { task in
      let cells = members.filter { $0.summary.task == task }
      return (task, cells, CellLabels(cells).labels)
    }
    let columns = columns
    let labels = unique(columns.flatMap(\.labels))
    let kinds = labels.map { label in
      MethodClass(
        columns.flatMap { column in
          column.cells.indices.filter { column.labels[$0] == label }.map { column.cells[$0] }
        })
    }
    rows = MethodClass.allCases.flatMap { kind in
      zip(labels, kinds).filter { $0.1 == kind }.map { (kind, $0.0) }
    }
  }

  var table: ReportTable {
    let scores = columns.map(scores)
    let means = rows.indices.map { row in mean(scores.compactMap { $0[row] }) }
    let hasMean = columns.count > 1
    let entries = rows.indices.map { row in
      [name(rows[row].label)] + scores.map { $0[row].map(TableValue.score) ?? .missing }
        + (hasMean
          ? [means[row].map { .number(100 * $0, NumberText.fixed(100 * $0, 1)) } ?? .missing] : [])
        + [
          .text(rows[row].kind.rawValue),
          family?[rows[row].label].map { .text($0.verdict) } ?? .missing,
        ]
    }
    var table = ReportTable(
      id: "paper",
      title: PlainText.oneLine("\(model), \(scheme): test score, %"),
      columns: [.text("optimizer")] + columns.map { .number($0.task) }
        + (hasMean ? [.number("mean")] : []) + [
          .text("class", .section), .text("verdict", .machine),
        ],
      rows: entries, notes: notes(scores))
    table.label = "tab:" + Self.plain("\(model)-\(scheme)")
    return table
  }

  /// For people with what the family says of it.
  private func name(_ label: String) -> TableValue {
    switch family?[label]?.word {
    case .better: .structured(.text(label), label + " †")
    case .worse: .structured(.text(label), label + " ‡")
    case .equal, .undecided, nil: .text(label)
    }
  }

  /// The mean over the tasks; nil where one is missing.
  private func mean(_ scores: [TableValue.Score]) -> Double? {
    guard scores.count == columns.count else { return nil }
    return scores.reduce(0) { $0 + $1.mean } / Double(scores.count)
  }

  /// Of each row one score, or nil.
  private func scores(
    _ column: (task: String, cells: [CellResults], labels: [String])
  ) -> [TableValue.Score?] {
    var scores = rows.map { row -> TableValue.Score? in
      guard let index = column.labels.firstIndex(of: row.label),
        case .score(let score) = TableValue.score(column.cells[index].summary)
      else { return nil }
      return score
    }
    for kind in MethodClass.allCases {
      let own = rows.indices.filter { rows[$0].kind == kind && scores[$0] != nil }
      guard own.count > 1, let top = own.compactMap({ scores[$0]?.mean }).max() else { continue }
      for row in own where scores[row]?.mean == top { scores[row]?.isBest = true }
    }
    return scores
  }

  private func notes(_ scores: [[TableValue.Score?]]) -> [String] {
    let seeds = scores.joined().compactMap { $0?.n }
    let most = seeds.max() ?? 0
    let counts =
      Set(seeds).count > 1
      ? "\(seeds.min() ?? 0) to \(most) seeds" : "\(most) seed\(most == 1 ? "" : "s")"
    let spread = most > 1 ? ", ± sample standard deviation" : ""
    let examples = columns.map { column in
      "\(column.task) \(column.cells.compactMap(\.summary.testExamples).min() ?? 0)"
    }.joined(separator: ", ")
    return [
      "Mean of \(counts)\(spread); test examples: \(examples). The best mean of a class is marked."
    ] + verdict
  }

  private var verdict: [String] {
    let name = PlainText.oneLine(baseline)
    guard let family, !family.standings.isEmpty else {
      return ["There is no \(name) here to compare with; --baseline names another."]
    }
    guard family.unit != nil else { return family.sentences }
    return [
      "† better, ‡ worse than \(name) under \(PlainText.oneLine(scheme)), over all its blocks."
    ] + family.sentences
  }

  /// Letters, digits and hyphens.
  private static func plain(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
