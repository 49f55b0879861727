import Vocabulary

/// Comma-separated values (RFC 4180) with exact numbers; what is missing is empty.
package struct CSVReporter: Reporter {
  package static let name = "csv"

  package init() {}

  /// All tables in one, the first column naming each; a score has three columns.
  package func render(_ tables: [ReportTable]) -> String {
    let keys = unique(tables.flatMap { $0.columns.map(\.key) })
    let scored = Set(tables.flatMap(scoredKeys))
    let head = keys.flatMap { scored.contains($0) ? [$0, $0 + " sd", $0 + " n"] : [$0] }
    let rows = tables.flatMap { table in
      table.rows.map { row in
        let values = Dictionary(
          zip(table.columns.map(\.key), row), uniquingKeysWith: { first, _ in first })
        return [text(table.title)]
          + keys.flatMap { fields(values[$0] ?? .missing, isScored: scored.contains($0)) }
      }
    }
    let lines = [["table"] + head.map(text)] + rows
    return lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  private func scoredKeys(_ table: ReportTable) -> [String] {
    table.columns.indices.filter { column in
      table.rows.contains { if case .score = $0[column] { true } else { false } }
    }.map { table.columns[$0].key }
  }

  private func fields(_ value: TableValue, isScored: Bool) -> [String] {
    switch value {
    case .score(let score):
      [number(score.mean), number(score.deviation), "\(score.n)"]
    case .number(let value, _): [number(value)] + (isScored ? ["", ""] : [])
    case .text(let value), .structured(.text(let value), _):
      [text(value)] + (isScored ? ["", ""] : [])
    case .structured(let value, _): [text(canonicalJSON(value))]
    case .missing: isScored ? ["", "", ""] : [""]
    }
  }

  /// The shortest text that reads back as the same number.
  private func number(_ value: Double?) -> String {
    value.map { SettingValue.number($0).description } ?? ""
  }

  /// A field that no spreadsheet takes for a formula and no terminal for a command, quoted where
  /// the format asks for it.
  private func text(_ text: String) -> String {
    let text = PlainText.visible(text, keeping: "\t\r\n")
    // OWASP: these begin a formula; an apostrophe makes it text.
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r\n".unicodeScalars.contains($0) }
    let safe = isFormula == true ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else {
      return safe
    }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
