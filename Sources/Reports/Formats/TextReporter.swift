/// Tables for a terminal of 80 columns.
package struct TextReporter: Reporter {
  package static let name = "text"

  private static let width = 80

  package init() {}

  /// Each table under its title, in parts that fit 80 columns where they can; a table with heading
  /// columns as one for each of their values, with what has no space below its row.
  package func render(_ tables: [ReportTable]) -> String {
    tables.map { table in
      let notes = table.notes.flatMap {
        TextWrap.lines(PlainText.oneLine($0), width: Self.width, indent: "  ")
      }
      return (table.blocks.flatMap(parts) + [notes]).filter { !$0.isEmpty }
        .map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }.joined(separator: "\n\n") + "\n"
  }

  /// The parts of a block, the first one under the title.
  private func parts(_ block: ReportTable) -> [[String]] {
    let split = block.split(width: Self.width, separator: 2)
    let parts = split.enumerated().map { number, part in
      let table = TextTable(
        columns: part.columns.map { ($0.title, $0.isNumeric ? .right : .left) },
        rows: part.rows.map { $0.map(\.text) })
      guard !block.details.isEmpty else { return table.wrapped(to: Self.width).lines }
      let lines = table.lines
      guard number == split.count - 1 else { return lines }
      return lines.prefix(1)
        + zip(lines.dropFirst(), block.details).flatMap { [$0] + details($1) }
    }
    let title = TextWrap.fit([PlainText.oneLine(block.title)], width: Self.width)
    return [title + (parts.first ?? [])] + parts.dropFirst()
  }

  private func details(_ details: [String]) -> [String] {
    details.flatMap { TextWrap.lines(PlainText.oneLine($0), width: Self.width, indent: "    ") }
  }
}
