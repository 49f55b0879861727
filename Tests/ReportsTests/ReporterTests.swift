import Foundation
import Reports
import Testing
import Vocabulary

struct ReporterTests {
  private let set = ResultSet(sample)

  @Test func formatsHaveDistinctNames() {
    #expect(
      Reporters.all.map { $0.name } == [
        "markdown", "text", "csv", "json", "jsonl", "latex", "html",
      ])
    #expect(Reporters.named("csv") is CSVReporter)
    #expect(Reporters.named("xml") == nil)
  }

  @Test func markdown() {
    let text = MarkdownReporter().render(set)
    let lines = text.split(separator: "\n").map { $0.replacing(/\s+/, with: " ") }
    #expect(lines[0] == "### Cells")
    #expect(
      lines[1] == "| model | task | scheme | optimizer | settings | score % | n | seeds |"
        + " train s | forwards | peak | forecast | eval peak | outcome |")
    #expect(lines[2].contains(/^\| -+ \|.* -+: \|/))
    #expect(
      lines[5]
        == "| tiny-opt | mini-sst2 | ft | zo-sgd | epsilon: 0.001 | 91.0 ± 1.4 | 2 | 0-2 | 12.8"
        + " | 200 | 1.5 KiB | 1.5 KiB | 1.5 KiB | 2 completed, 1 diverged |")
    #expect(lines[3].contains(#"odd\|name\\u{a}"#) && lines[4].contains("3.0 MiB (-1 B)"))
    #expect(text.contains("- Memory: forecast = measured in 1 of 2 rows (1/2)."))
  }

  @Test func text() {
    let expected = #"""
      tiny-opt / mini-sst2
      scheme  optimizer         score %  n  train s  forwards     peak
      ft      odd|name\u{a}           -  0        -         -        -
          failed
      ft      zo-adam              88.5  1     12.8       200  3.0 MiB
          forecast 3.0 MiB (-1 B)
          learningRate 1e-6
      ft      zo-sgd         91.0 ± 1.4  2     12.8       200  1.5 KiB
          2 completed, 1 diverged
          epsilon: 0.001

        Cells: 3. Completed seeds per cell: 0 to 2; ± is the sample standard deviation
        over seeds.
        Test examples: 200; accuracies closer than 1/200 (0.50 points) are not
        distinguishable; the standard error of one seed's is up to 3.5 points.
        Memory: forecast = measured in 1 of 2 rows (1/2).

      """#
    #expect(TextReporter().render(set) == expected)
    #expect(TextReporter().render(set).split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func csv() {
    let expected = [
      "table,model,task,scheme,optimizer,settings,score,score sd,score n,n,seeds,trainSeconds,"
        + "forwards,peakBytes,forecastBytes,evaluationPeakBytes,outcome,metric,testExamples,"
        + "trainable,relativeDistance,changedShare,findings",
      "Cells,tiny-opt,mini-sst2,ft,\"odd|name\n\",{},,,,0,[0],,,,,,failed,,,1200,,,[]",
      #"Cells,tiny-opt,mini-sst2,ft,zo-adam,"{""chosen"":{""0"":{""learningRate"":1e-06}}}","#
        + "0.885,,1,1,[0],12.75,200,3145729,3145728,3145729,completed,accuracy,200,1200,,,[]",
      #"Cells,tiny-opt,mini-sst2,ft,zo-sgd,"{""epsilon"":0.001}",0.91,0.014142135623730963,2,2,"#
        + #""[0,1,2]",12.75,200,1536,1536,1536,"2 completed, 1 diverged",accuracy,200,1200,,,[]"#,
    ]
    #expect(CSVReporter().render(set) == expected.map { $0 + "\r\n" }.joined())
  }

  /// One name for a column in every format for machines.
  @Test func json() throws {
    let objects = try #require(
      JSONSerialization.jsonObject(with: Data(JSONReporter().render(set).utf8)) as? [[String: Any]])
    let table = try #require(objects.first)
    #expect(objects.count == 1 && table["id"] as? String == "cells")
    let columns = try #require(table["columns"] as? [String])
    let head = CSVReporter().render(set).split(separator: "\r\n").first?.split(separator: ",")
    #expect(head?.filter { !$0.hasPrefix("score ") }.dropFirst().map(String.init) == columns)
    let rows = try #require(table["rows"] as? [[String: Any]])
    #expect(rows.count == 3 && rows.allSatisfy { Set($0.keys) == Set(columns) })
    #expect(rows[0]["score"] is NSNull && rows[0]["optimizer"] as? String == "odd|name\n")
    let score = try #require(rows[2]["score"] as? [String: Any])
    #expect(score["mean"] as? Double == 0.91 && score["n"] as? Int == 2)
    #expect(abs((score["deviation"] as? Double ?? 0) - 0.0002.squareRoot()) < 1e-15)
    #expect(rows[2]["seeds"] as? [Int] == [0, 1, 2] && rows[2]["peakBytes"] as? Int == 1536)
    #expect((rows[2]["settings"] as? [String: Double]) == ["epsilon": 0.001])
    let line = JSONLinesReporter().render(set).split(separator: "\n")[2]
    let last = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(Set(last?.keys ?? [:].keys) == Set(columns + ["table"]))
  }

  @Test func nothingIsSaidOfNothing() {
    let none = ResultSet([])
    #expect(TextReporter().render(none) == "  No results.\n")
    #expect(JSONReporter().render(none).filter { !$0.isWhitespace }.contains(#""rows":[]"#))
    let last = "trainable,relativeDistance,changedShare,findings\r\n"
    #expect(CSVReporter().render(none).hasSuffix(last))
    #expect(MarkdownReporter().render(none).hasSuffix("\n\n- No results.\n"))
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@x", "\tx"])
  func spreadsheetsSeeNoFormulas(_ name: String) {
    let hostile = run(
      cell(Component("a"), model: name), seed: 0, accuracy: nil,
      trial: trial(forecast: 1, measured: 1))
    let row = CSVReporter().render(ResultSet([hostile])).split(separator: "\r\n").last
    #expect(row?.hasPrefix("Cells,'" + name + ",") == true)
  }
}
