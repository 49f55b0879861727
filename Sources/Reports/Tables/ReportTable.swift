/// A table as a value, for any format.
package struct ReportTable: Hashable, Sendable {
  package struct Column: Hashable, Sendable {
    package var title: String
    package var isNumeric: Bool
    /// What CSV, JSON and SQL call the column.
    package var key: String
    package var place = Place.column

    /// Where text for people shows a column; CSV and JSON have all of them.
    package enum Place: Sendable {
      /// Beside the others.
      case column
      /// Above the rows that share its value, where space is scarce.
      case heading
      /// Beside the others where there is space, else below the row, if it is of interest there.
      case detail
      /// In a line of its own above the rows that share its value, where a format has such lines.
      case section
      /// Nowhere.
      case machine
    }

    package static func text(
      _ title: String, key: String? = nil, _ place: Place = .column
    ) -> Column {
      Column(title: title, isNumeric: false, key: key ?? title, place: place)
    }

    package static func number(
      _ title: String, key: String? = nil, _ place: Place = .column
    ) -> Column {
      Column(title: title, isNumeric: true, key: key ?? title, place: place)
    }
  }

  /// Stable, for machines: `study`, `memory`, `time`, ….
  package var id: String
  package var title: String
  package var columns: [Column]
  /// As many values as columns; the first ones say what a row is about.
  package var rows: [[TableValue]]
  /// By row, what is said below it where `detail` columns have no space; empty without.
  package var details: [[String]]
  /// Sentences below the table.
  package var notes: [String]
  /// What a paper refers to the table by; its notes are then part of the table.
  package var label: String?

  package init(
    id: String, title: String, columns: [Column], rows: [[TableValue]],
    details: [[String]] = [], notes: [String] = []
  ) {
    self.id = id
    self.title = title
    self.columns = columns
    self.rows = rows
    self.details = details
    self.notes = notes
  }

  /// Tables that fit `width` characters where they can: further columns go below, behind the first
  /// column again.
  func split(width: Int, separator: Int, edge: Int = 0) -> [ReportTable] {
    guard !columns.contains(where: { $0.place == .heading }) else { return [self] }
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

  /// The columns that people see.
  var shown: ReportTable { keeping { $0 != .machine } }

  /// One table for each combination of values in the heading columns, which become its title; each
  /// row has only the columns beside each other, and its details below.
  var blocks: [ReportTable] {
    let headings = columns.indices.filter { columns[$0].place == .heading }
    guard !headings.isEmpty else { return [shown] }
    func title(_ row: Int) -> String {
      headings.map { rows[row][$0].text }.joined(separator: " / ")
    }
    return unique(rows.indices.map(title)).map { name in
      let members = rows.indices.filter { title($0) == name }
      var block = keeping { $0 == .column }
      block.title = name
      block.rows = members.map { block.rows[$0] }
      block.details = details.isEmpty ? [] : members.map { details[$0] }
      return block
    }
  }

  private func keeping(_ isKept: (Column.Place) -> Bool) -> ReportTable {
    var table = picking(columns.indices.filter { isKept(columns[$0].place) })
    (table.details, table.notes, table.label) = (details, notes, label)
    return table
  }

  /// The index of the column whose values stand above the rows, and the table without it.
  var sections: (names: [String], table: ReportTable)? {
    guard let column = columns.firstIndex(where: { $0.place == .section }) else { return nil }
    return (rows.map { $0[column].text }, keeping { $0 != .section && $0 != .machine })
  }

  private func picking(_ kept: [Int]) -> ReportTable {
    ReportTable(
      id: id, title: title, columns: kept.map { columns[$0] },
      rows: rows.map { row in kept.map { row[$0] } })
  }

  /// Means by the first column of numbers, the largest first and those over a part of the blocks
  /// (`65.3 15/25`) behind all others; other tables have an order of their own.
  var bestFirst: ReportTable {
    guard id.hasPrefix("overview"), let column = columns.firstIndex(where: \.isNumeric) else {
      return self
    }
    var table = self
    let order = rows.indices.sorted { a, b in
      let (one, other) = (rows[a][column], rows[b][column])
      let isPart = (one.text.contains("/") ? 1 : 0, other.text.contains("/") ? 1 : 0)
      return (isPart.0, -(one.number ?? -1), a) < (isPart.1, -(other.number ?? -1), b)
    }
    table.rows = order.map { rows[$0] }
    return table
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
