/// Tables for papers, with the rules of the booktabs package.
package struct LaTeXReporter: Reporter {
  package static let name = "latex"

  package init() {}

  package func render(_ tables: [ReportTable]) -> String {
    "% needs \\usepackage{booktabs}\n" + tables.map(\.shown).map(table).joined(separator: "\n")
  }

  private func table(_ table: ReportTable) -> String {
    let columns = table.columns.map { $0.isNumeric ? "r" : "l" }.joined()
    let head = table.columns.map { escaped($0.title) }.joined(separator: " & ") + " \\\\"
    let rows = table.rows.map { row in
      row.map(entry).joined(separator: " & ") + " \\\\"
    }
    let notes = table.notes.map { "% " + PlainText.oneLine($0) }
    return
      (["\\begin{table}", "\\centering", "\\caption{\(escaped(table.title))}"]
      + ["\\begin{tabular}{\(columns)}", "\\toprule", head, "\\midrule"] + rows
      + ["\\bottomrule", "\\end{tabular}", "\\end{table}"] + notes).joined(separator: "\n") + "\n"
  }

  /// A winner is bold instead of starred.
  private func entry(_ value: TableValue) -> String {
    guard case .score(var score) = value, score.isWinner else { return escaped(value.text) }
    score.isWinner = false
    return "\\textbf{" + escaped(TableValue.score(score).text) + "}"
  }

  private func escaped(_ text: String) -> String {
    PlainText.oneLine(text).map { character in
      switch character {
      case "\\": "\\textbackslash{}"
      case "&", "%", "$", "#", "_", "{", "}": "\\" + String(character)
      case "~": "\\textasciitilde{}"
      case "^": "\\textasciicircum{}"
      case "<", ">", "|": "$" + (character == "|" ? "\\vert" : String(character)) + "$"
      case "±": "$\\pm$"
      case "×": "$\\times$"
      case "≤": "$\\le$"
      case "χ": "$\\chi$"
      case "²": "$^2$"
      case "−": "$-$"
      default: String(character)
      }
    }.joined()
  }
}
