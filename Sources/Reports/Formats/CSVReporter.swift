import Vocabulary

/// Comma-separated values (RFC 4180) with exact numbers; what is missing is empty.
package struct CSVReporter: Reporter {
  package static let name = "csv"

  package init() {}

  private static let columns = [
    "model", "task", "scheme", "optimizer", "settings", "seeds", "n", "accuracyMean",
    "accuracyStd", "wallSeconds", "forwardPasses", "peakBytes", "forecastBytes", "outcome",
    "testExamples", "trainable", "evaluationPeakBytes", "metric",
  ]

  package func render(_ set: ResultSet) -> String {
    ([Self.columns] + set.cells.map(row)).map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  /// All tables in one, the first column naming each; a score has three columns.
  package func render(_ tables: [ReportTable]) -> String {
    let titles = unique(tables.flatMap { $0.columns.map(\.title) })
    let scored = Set(tables.flatMap(scoredTitles))
    let head = titles.flatMap { scored.contains($0) ? [$0, $0 + " sd", $0 + " n"] : [$0] }
    let rows = tables.flatMap { table in
      table.rows.map { row in
        let values = Dictionary(
          zip(table.columns.map(\.title), row), uniquingKeysWith: { first, _ in first })
        return [text(table.title)]
          + titles.flatMap { fields(values[$0] ?? .missing, isScored: scored.contains($0)) }
      }
    }
    let lines = [["table"] + head.map(text)] + rows
    return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  private func scoredTitles(_ table: ReportTable) -> [String] {
    table.columns.indices.filter { column in
      table.rows.contains { if case .score = $0[column] { true } else { false } }
    }.map { table.columns[$0].title }
  }

  private func fields(_ value: TableValue, isScored: Bool) -> [String] {
    switch value {
    case .score(let score):
      [number(score.mean), number(score.deviation), "\(score.n)"]
    case .number(let value, _): [number(value)] + (isScored ? ["", ""] : [])
    case .text(let value): [text(value)] + (isScored ? ["", ""] : [])
    case .missing: isScored ? ["", "", ""] : [""]
    }
  }

  private func row(_ cell: CellSummary) -> [String] {
    let names = [
      cell.model, cell.task, cell.scheme, cell.optimizer, canonicalJSON(cell.settings),
      cell.seeds.map(String.init).joined(separator: " "),
    ]
    return names.map(text) + numbers(cell) + [
      text(cell.outcome), number(cell.testExamples), "\(cell.trainable)",
      number(cell.evaluationPeakBytes), cell.metric?.rawValue ?? "",
    ]
  }

  private func numbers(_ cell: CellSummary) -> [String] {
    [
      "\(cell.n)", number(cell.accuracyMean), number(cell.accuracyStd), number(cell.wallSeconds),
      number(cell.forwardPasses), number(cell.peakBytes), number(cell.forecastBytes),
    ]
  }

  private func number(_ value: Int?) -> String { value.map(String.init) ?? "" }

  /// The shortest text that reads back as the same number.
  private func number(_ value: Double?) -> String {
    value.map { SettingValue.number($0).description } ?? ""
  }

  /// A field that no spreadsheet takes for a formula, quoted where the format asks for it.
  private func text(_ text: String) -> String {
    // OWASP: these begin a formula; an apostrophe makes it text.
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) }
    let safe = isFormula == true ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return safe
    }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
