/// Tables for a terminal of 80 columns: one per model and task, with its settings below.
package struct TextReporter: Reporter {
  package static let name = "text"

  private static let width = 80

  package init() {}

  package func render(_ set: ResultSet) -> String {
    let blocks = set.byTask.map { block($0.map(\.summary)) } + [footer(set)]
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// Each table under its title, in parts that fit 80 columns where they can.
  package func render(_ tables: [ReportTable]) -> String {
    tables.map { table in
      let parts = table.split(width: Self.width, separator: 2).map { part in
        TextTable(
          columns: part.columns.map { ($0.title, $0.isNumeric ? .right : .left) },
          rows: part.rows.map { $0.map(\.text) }
        ).lines
      }
      let notes = table.notes.flatMap { TextWrap.lines($0, width: Self.width, indent: "  ") }
      return ([[table.title] + (parts.first ?? [])] + parts.dropFirst() + [notes])
        .filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }.joined(separator: "\n\n") + "\n"
  }

  private func block(_ cells: [CellSummary]) -> [String] {
    var table = TextTable(columns: [
      ("scheme", .left), ("optimizer", .left), ("n", .right), ("accuracy %", .right),
      ("train s", .right), ("forwards", .right), ("peak", .right),
    ])
    table.rows = cells.map(row)
    let title = cells.first.map { PlainText.oneLine("\($0.model) / \($0.task)") } ?? ""
    let lines = table.lines
    let body = zip(lines.dropFirst(), cells).flatMap { [$0] + notes($1) }
    return [title] + lines.prefix(1) + body
  }

  private func row(_ cell: CellSummary) -> [String] {
    [
      PlainText.oneLine(cell.scheme), PlainText.oneLine(cell.optimizer), "\(cell.n)",
      NumberText.accuracy(of: cell),
      NumberText.seconds(cell.wallSeconds), NumberText.count(cell.forwardPasses),
      NumberText.peak(of: cell),
    ]
  }

  /// What does not fit the row: settings, an outcome other than completion, a missed forecast.
  private func notes(_ cell: CellSummary) -> [String] {
    var notes: [String] = []
    if cell.outcome != "completed" { notes.append(cell.outcome) }
    if cell.isForecastExact == false {
      let forecast = NumberText.forecast(cell.forecastBytes, measured: cell.peakBytes)
      notes.append(
        cell.forecastBytes == cell.peakBytes
          ? "the forecast missed for another seed" : "forecast " + forecast)
    }
    if !cell.settings.isEmpty { notes.append(PlainText.settings(cell.settings)) }
    return notes.flatMap {
      TextWrap.lines(PlainText.oneLine($0), width: Self.width, indent: "    ")
    }
  }

  private func footer(_ set: ResultSet) -> [String] {
    Footer(set).lines.flatMap { TextWrap.lines($0, width: Self.width) }
  }
}
