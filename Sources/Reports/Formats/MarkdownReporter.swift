/// A table for READMEs and issues.
package struct MarkdownReporter: Reporter {
  package static let name = "markdown"

  package init() {}

  /// Each table under a heading, in parts that fit 80 columns where they can.
  package func render(_ tables: [ReportTable]) -> String {
    tables.map { table in
      let parts = Self.sectioned(table).split(width: 80, separator: 3, edge: 4).map(lines)
      let notes = table.notes.flatMap { note in
        TextWrap.lines("- " + Self.noted(note), width: 80, indent: "  ").enumerated()
          .map { number, line in number == 0 ? String(line.dropFirst(2)) : line }
      }
      let blocks = [["### " + escaped(table.title)]] + parts + (notes.isEmpty ? [] : [notes])
      return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }.joined(separator: "\n")
  }

  /// Padded, so that the source is readable, too.
  private func lines(_ table: ReportTable) -> [String] {
    let titles = table.columns.map { escaped($0.title) }
    let rows = table.rows.map { $0.map(entry) }
    let widths = titles.indices.map { column in
      max(3, ([titles] + rows).map { $0[column].count }.max() ?? 0)
    }
    let rule = table.columns.indices.map { column in
      let dashes = String(repeating: "-", count: widths[column] - 1)
      return table.columns[column].isNumeric ? dashes + ":" : dashes + "-"
    }
    let padded = ([titles] + rows).map { row in
      row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return table.columns[column].isNumeric ? space + row[column] : row[column] + space
      }
    }
    return (padded.prefix(1) + [rule] + padded.dropFirst())
      .map { "| " + $0.joined(separator: " | ") + " |" }
  }

  /// Sections are rows with nothing but a name.
  private static func sectioned(_ table: ReportTable) -> ReportTable {
    guard let (names, body) = table.sections else { return table.shown }
    var shown = body
    shown.rows = unique(names).flatMap { name in
      let blank = body.columns.dropFirst().map { _ in TableValue.text("") }
      return [[TableValue.text(name)] + blank]
        + body.rows.indices.filter { names[$0] == name }.map { body.rows[$0] }
    }
    return shown
  }

  /// The best of a group is bold.
  private func entry(_ value: TableValue) -> String {
    guard case .score(let score) = value, score.isBest else { return escaped(value.text) }
    return "**" + escaped(value.bold.text) + "**"
  }

  /// A note in which nothing begins a tag or is a link; other marks of ours stay.
  private static func noted(_ note: String) -> String {
    PlainText.oneLine(note)
      .replacing(/<(?=[A-Za-z\/!?])/, with: "\\<").replacing(/\](?=[(:\[])/, with: "\\]")
  }

  /// A cell that cannot end its cell, its row, or begin markup.
  private func escaped(_ text: String) -> String {
    var safe = ""
    for character in PlainText.oneLine(text) {
      if "\\|`*_<>[]".contains(character) { safe += "\\" }
      safe.append(character)
    }
    return safe
  }
}
