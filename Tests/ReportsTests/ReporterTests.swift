import Experiments
import Reports
import Testing

struct ReporterTests {
  private let set = ResultSet(sample)

  @Test func formatsHaveDistinctNames() {
    #expect(Reporters.all.map { $0.name } == ["markdown", "text", "csv", "json"])
    #expect(Reporters.named("csv") is CSVReporter)
    #expect(Reporters.named("xml") == nil)
  }

  @Test func markdown() {
    #expect(MarkdownReporter().render(set) == "MD")
  }

  @Test func text() {
    #expect(TextReporter().render(set) == "TEXT")
    #expect(TextReporter().render(set).split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func csv() {
    #expect(CSVReporter().render(set) == "CSV")
  }

  @Test func json() {
    #expect(JSONReporter().render(set) == "JSON")
  }

  @Test func nothingIsSaidOfNothing() {
    let none = ResultSet([])
    #expect(TextReporter().render(none) == "No results.\n")
    #expect(JSONReporter().render(none).filter { !$0.isWhitespace } == "[]")
    #expect(CSVReporter().render(none).hasSuffix("testExamples,trainable\r\n"))
    #expect(MarkdownReporter().render(none).hasSuffix("\n\n- No results.\n"))
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@x", "\tx"])
  func spreadsheetsSeeNoFormulas(_ name: String) {
    let hostile = run(
      cell(Component("a"), model: name), seed: 0, accuracy: nil,
      trial: trial(forecast: 1, measured: 1))
    let row = CSVReporter().render(ResultSet([hostile])).split(separator: "\r\n").last
    #expect(row?.hasPrefix("'" + name + ",") == true)
  }
}
