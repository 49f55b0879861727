import Foundation
import Reports
import Testing
import Vocabulary

struct TableFormatTests {
  private let table = ReportTable(
    id: "t", title: "50 % of a_b & <c>", columns: [.text("name"), .number("score %")],
    rows: [
      [.text("x|y\n\\z"), .score(score(isWinner: true))],
      [.text("=1"), .number(0.5, "0.50")], [.text("none"), .missing],
    ], notes: ["A note."])

  private static func score(isWinner: Bool) -> TableValue.Score {
    TableValue.Score(mean: 0.913, deviation: 0.004, n: 3, metric: .accuracy, isWinner: isWinner)
  }

  @Test func latex() {
    let expected = #"""
      % needs \usepackage{booktabs}
      \begin{table}
      \centering
      \caption{50 \% of a\_b \& $<$c$>$}
      \begin{tabular}{lr}
      \toprule
      name & score \% \\
      \midrule
      x$\vert$y\textbackslash{}u\{a\}\textbackslash{}z & \textbf{91.3 $\pm$ 0.4} \\
      =1 & 0.50 \\
      none & - \\
      \bottomrule
      \end{tabular}
      \end{table}
      % A note.

      """#
    #expect(LaTeXReporter().render([table]) == expected)
  }

  @Test func markdown() {
    let expected = #"""
      ### 50 % of a\_b & \<c\>

      | name            |      score % |
      | --------------- | -----------: |
      | x\|y\\u{a}\\z   | 91.3 ± 0.4 \* |

      """#
    let text = MarkdownReporter().render([table])
    #expect(text.hasPrefix(expected.prefix(26)))
    #expect(text.contains(#"x\|y\\u{a}\\z"#))
    #expect(text.hasSuffix("\n\n- A note.\n"))
    let widths = Set(text.split(separator: "\n").filter { $0.hasPrefix("|") }.map(\.count))
    #expect(widths.count == 1)
  }

  @Test func csvIsOneTable() {
    let expected =
      "table,name,score %,score % sd,score % n\r\n"
      + "50 % of a_b & <c>,\"x|y\n\\z\",0.913,0.004,3\r\n"
      + "50 % of a_b & <c>,'=1,0.5,,\r\n50 % of a_b & <c>,none,,,\r\n"
    #expect(CSVReporter().render([table]) == expected)
  }

  /// Names come from anywhere: neither a terminal, a page nor a reader's eye obeys them.
  @Test func notesAndCellsGiveNoCommands() {
    let bad = "a\u{1B}[31m\u{9B}\u{202E}<script>x</script>[y](javascript:z)"
    let table = ReportTable(
      id: "t", title: "t", columns: [.text("name")], rows: [[.text(bad)]], notes: ["Of " + bad])
    for reporter in [CSVReporter(), MarkdownReporter(), TextReporter()] as [any Reporter] {
      let text = reporter.render([table])
      let scalars = text.unicodeScalars.filter { !"\r\n".unicodeScalars.contains($0) }
      let commands = scalars.filter {
        [.control, .format].contains($0.properties.generalCategory)
      }
      #expect(commands.isEmpty, "\(type(of: reporter)): \(text)")
    }
    let markdown = MarkdownReporter().render([table])
    #expect(!markdown.contains(/[^\\]<script/) && !markdown.contains(/[^\\]\]\(javascript/))
  }

  @Test func jsonKeepsExactNumbers() throws {
    let lines = JSONLinesReporter().render([table]).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(
      lines[0] == #"{"name":"x|y\n\\z","score %":{"deviation":0.004,"isWinner":true,"mean":0.913,"#
        + #""metric":"accuracy","n":3},"table":"50 % of a_b & <c>"}"#)
    #expect(lines[2].contains(#""score %":null"#))
    let parsed = try JSONSerialization.jsonObject(
      with: Data(JSONReporter().render([table]).utf8))
    #expect((parsed as? [[String: Any]])?.first?["id"] as? String == "t")
  }

  @Test func wideTablesContinueBelow() {
    let columns = (0..<12).map { ReportTable.Column.number("column number \($0)") }
    let wide = ReportTable(
      id: "w", title: "wide", columns: [.text("name")] + columns,
      rows: [[.text("row")] + columns.indices.map { .number(Double($0), "\($0)") }])
    let text = TextReporter().render([wide])
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.matches(of: /\bname\b/).count == 3)
    for index in columns.indices { #expect(text.contains("column number \(index)")) }
  }
}
