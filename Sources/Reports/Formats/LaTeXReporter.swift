/// Tables for papers, with the rules of the booktabs package.
package struct LaTeXReporter: Reporter {
  package static let name = "latex"

  package init() {}

  package func render(_ tables: [ReportTable]) -> String {
    "% needs \\usepackage{booktabs}\n" + tables.map(\.shown).map(table).joined(separator: "\n")
  }

  private func table(_ table: ReportTable) -> String {
    let (names, body) = table.sections ?? ([], table)
    let columns = body.columns.map { $0.isNumeric ? "r" : "l" }.joined()
    let head = body.columns.map { escaped($0.title) }.joined(separator: " & ") + " \\\\"
    var rows: [String] = []
    for (index, row) in body.rows.enumerated() {
      if !names.isEmpty, index == 0 || names[index] != names[index - 1] {
        if index > 0 { rows.append("\\midrule") }
        rows.append(
          "\\multicolumn{\(body.columns.count)}{l}{\\emph{\(escaped(names[index]))}} \\\\")
      }
      rows.append(
        row.map { entry($0, inPaper: table.label != nil) }.joined(separator: " & ") + " \\\\")
    }
    return
      (["\\begin{table}", "\\centering", "\\caption{\(escaped(table.title))}"]
      + (table.label.map { ["\\label{\($0)}"] } ?? [])
      + ["\\begin{tabular}{\(columns)}", "\\toprule", head, "\\midrule"] + rows
      + ["\\bottomrule", "\\end{tabular}"] + ending(table)).joined(separator: "\n") + "\n"
  }

  /// Notes are comments, or in a paper's table small print below it.
  private func ending(_ table: ReportTable) -> [String] {
    guard table.label != nil else {
      return ["\\end{table}"] + table.notes.map { "% " + PlainText.oneLine($0) }
    }
    let notes = table.notes.map { escaped($0) }.joined(separator: " ")
    return ["", "\\smallskip", "\\parbox{\\linewidth}{\\footnotesize \(notes)}", "\\end{table}"]
  }

  /// A winner, or the best of a group, is bold instead of starred.
  private func entry(_ value: TableValue, inPaper: Bool) -> String {
    if inPaper, value == .missing { return "--" }
    let (text, isBold) = value.bold
    return isBold ? "\\textbf{" + escaped(text) + "}" : escaped(text)
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
      case "†": "$^\\dagger$"
      case "‡": "$^\\ddagger$"
      default: String(character)
      }
    }.joined()
  }
}
