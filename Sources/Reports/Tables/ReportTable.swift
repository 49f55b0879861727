/// A table as a value, for any format.
package struct ReportTable: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package var title: String
    package var isNumeric: Bool

    package static func text(_ title: String) -> Column { Column(title: title, isNumeric: false) }
    package static func number(_ title: String) -> Column { Column(title: title, isNumeric: true) }
  }

  /// Stable, for machines: `study`, `memory`, `time`, ….
  package var id: String
  package var title: String
  package var columns: [Column]
  /// As many values as columns; the first ones say what a row is about.
  package var rows: [[TableValue]]
  /// Sentences below the table.
  package var notes: [String]

  package init(
    id: String, title: String, columns: [Column], rows: [[TableValue]], notes: [String] = []
  ) {
    self.id = id
    self.title = title
    self.columns = columns
    self.rows = rows
    self.notes = notes
  }

  /// Tables that fit `width` characters where they can: further columns go below, behind the first
  /// column again.
  func split(width: Int, separator: Int, edge: Int = 0) -> [ReportTable] {
    let widths = columns.indices.map { column in
      rows.map { $0[column].text.count }.reduce(columns[column].title.count, max)
    }
    guard let first = widths.first else { return [self] }
    var parts: [[Int]] = [[]]
    var used = first + edge
    for column in columns.indices.dropFirst() {
      if used + separator + widths[column] > width, parts.last?.isEmpty == false {
        parts.append([])
        used = first + edge
      }
      parts[parts.count - 1].append(column)
      used += separator + widths[column]
    }
    return parts.map { picking([0] + $0) }
  }

  private func picking(_ kept: [Int]) -> ReportTable {
    ReportTable(
      id: id, title: title, columns: kept.map { columns[$0] },
      rows: rows.map { row in kept.map { row[$0] } })
  }

  /// The same without columns in which no row has anything.
  func withoutEmptyColumns() -> ReportTable {
    var table = picking(
      columns.indices.filter { column in
        column == 0 || rows.contains { ($0[column].number ?? 1) != 0 && $0[column] != .missing }
      })
    table.notes = notes
    return table
  }
}
