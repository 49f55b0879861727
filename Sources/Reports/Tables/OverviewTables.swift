import Statistics

/// Mean test scores over blocks: optimizer × scheme, × task and × model.
///
/// They say where a method is strong, not whether it is better than another: easy blocks weigh as
/// much as hard ones. Paired comparisons are in `VersusTable`.
struct OverviewTables {
  private let blocks: [Blocks.Block]

  init(_ set: ResultSet) { blocks = Blocks(set).all }

  var tables: [ReportTable] {
    [
      table("scheme", "model and task", \.scheme),
      table("task", "model and scheme", \.task),
      table("model", "task and scheme", \.model),
    ]
  }

  private func table(
    _ axis: String, _ over: String, _ key: (Blocks.Block) -> String
  ) -> ReportTable {
    let columns = unique(blocks.map(key))
    let members = columns.map { column in blocks.filter { key($0) == column } }
    let rows = Self.rows(of: blocks).map { row in
      [TableValue.text(row)] + members.map { Self.mean(of: row, over: $0) }
    }
    return ReportTable(
      id: "overview-\(axis)", title: "Mean test score, %, optimizer × \(axis)",
      columns: [.text("optimizer")] + columns.map { .number(PlainText.oneLine($0)) }, rows: rows,
      notes: [
        "Means over every \(over) of a column ("
          + zip(columns, members).map { "\(PlainText.oneLine($0)): \($1.count)" }
          .joined(separator: ", ")
          + "); k/n after a mean says that only k of n have a score."
      ])
  }

  /// Labels; a scheme that takes no optimizer stands for itself.
  private static func rows(of blocks: [Blocks.Block]) -> [String] {
    let free = unique(blocks.filter { $0.cells["none"] != nil }.map(\.scheme))
    return free + Blocks.labels(of: blocks).filter { $0 != "none" }
  }

  private static func mean(of row: String, over blocks: [Blocks.Block]) -> TableValue {
    let free = blocks.contains { $0.scheme == row && $0.cells["none"] != nil }
    let asked = blocks.filter { free ? $0.scheme == row : $0.cells["none"] == nil }
    let scores = asked.compactMap { block in
      block.cells[free ? "none" : row]?.summary.scoreMean
    }
    guard let mean = Moments(scores).mean else { return .missing }
    let part = scores.count < asked.count ? " \(scores.count)/\(asked.count)" : ""
    return .number(100 * mean, NumberText.fixed(100 * mean, 1) + part)
  }
}
