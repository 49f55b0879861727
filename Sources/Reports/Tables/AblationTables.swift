import Vocabulary

/// What a setting does: cells of one model, task, scheme and optimizer that differ in settings.
struct AblationTables {
  var set: ResultSet

  init(_ set: ResultSet) { self.set = set }

  var tables: [ReportTable] {
    let groups = set.comparableByScheme.flatMap { cells in
      unique(cells.map(\.summary.optimizer)).map { optimizer in
        cells.filter { $0.summary.optimizer == optimizer }
      }
    }.filter { $0.count > 1 }
    guard !groups.isEmpty else {
      return [
        ReportTable(
          id: "ablation", title: "Ablations", columns: [.text("setting")], rows: [],
          notes: ["No two cells of one optimizer and scheme differ in their settings."])
      ]
    }
    return groups.map(table)
  }

  private func table(_ cells: [CellResults]) -> ReportTable {
    let settings = cells.map { CellLabels.settings(of: $0.cell) }
    let names = Set(settings.flatMap(\.keys)).filter { name in
      Set(settings.map { $0[name] }).count > 1
    }.sorted()
    let verdict = Verdict(cells)
    let rows = cells.indices.map { index -> [TableValue] in
      let cell = cells[index].summary
      return names.map { Self.value(settings[index][$0]) } + [
        .score(cell, isWinner: verdict.isWinner && verdict.leader == index), .count(cell.n),
        .bytes(cell.peakBytes), .count(cell.forwardPasses), .seconds(cell.wallSeconds),
      ]
    }
    let title = cells.first.map { Axis.allCases.map($0.cell.name(on:)).joined(separator: " / ") }
    let labels = settings.map { setting in
      names.map { "\($0) \(setting[$0]?.description ?? "default")" }.joined(separator: ", ")
    }
    return ReportTable(
      id: "ablation", title: PlainText.oneLine(title ?? ""),
      columns: names.map { .text($0) } + [
        .number("score %"), .number("n"), .number("peak"), .number("forwards"), .number("train s"),
      ],
      rows: rows, notes: verdict.sentence(labels).map { [PlainText.oneLine($0) + "."] } ?? [])
  }

  private static func value(_ setting: SettingValue?) -> TableValue {
    switch setting {
    case nil: .text("default")
    case .number(let value): .number(value, SettingValue.number(value).description)
    case .integer(let value): .number(Double(value), "\(value)")
    case let other?: .text(other.description)
    }
  }
}

extension Cell {
  func name(on axis: Axis) -> String { self[axis].shown }
}
