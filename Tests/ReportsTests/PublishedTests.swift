import Reports
import Testing
import Vocabulary

struct PublishedTests {
  private func rows(_ run: RunResult) throws -> [[TableValue]] {
    PublishedTables(ResultSet([run]), try PublishedNumbers()).tables[0].rows
  }

  private func notes(_ run: RunResult) throws -> String {
    PublishedTables(ResultSet([run]), try PublishedNumbers()).tables[0].notes
      .joined(separator: "\n")
  }

  private func mezo(_ model: String) -> RunResult {
    Measured.run("zo-sgd", task: "sst2", model: model)
  }

  @Test func filesAreRead() throws {
    let published = try PublishedNumbers()
    #expect(published.numbers.count == 666)
    #expect(Set(published.numbers.map(\.source)).isSubset(of: published.sources.map(\.key)))
    let scores = published.numbers.filter { $0.quantity != .memory }
    #expect(scores.allSatisfy { (0...100).contains($0.value) })
    let counts = Dictionary(grouping: published.numbers, by: \.confidence).mapValues(\.count)
    #expect(counts == [.confirmed: 248, .secondary: 152, .unconfirmed: 266])
  }

  @Test(arguments: ["facebook/opt-13b", "/models/opt-13b", "facebook/opt-13b@main", "opt-13b"])
  func equalCellsStandSideBySide(_ model: String) throws {
    let rows = try rows(mezo(model))
    let mezo = try #require(rows.first { $0[4].text == "mezo" })
    #expect(mezo[2].text == "91.4" && mezo[3].text == "-1.4" && mezo[5].text == "confirmed")
    #expect(rows.contains { $0[5].text == "unconfirmed" })
  }

  @Test(arguments: ["opt-125m", "tiny-opt", "llama-13b"])
  func otherModelsAreNotCompared(_ model: String) throws {
    #expect(try rows(mezo(model)).isEmpty)
    #expect(try notes(mezo(model)).contains("Nothing is compared"))
  }

  @Test func otherExamplesAndPromptsAreSaid() throws {
    var fewer = mezo("opt-13b")
    fewer.cell.cell.run.train = 300
    #expect(try rows(fewer).isEmpty)
    #expect(try notes(fewer).contains("on 1000 training examples instead of 300"))
    var prompted = mezo("opt-13b")
    prompted.cell.cell.task.settings["template"] = .integer(1)
    #expect(try rows(prompted).isEmpty)
    #expect(try notes(prompted).contains("with another prompt"))
  }

  @Test func shotsAreExamples() throws {
    var run = Measured.run("zo-sgd", task: "sst2", model: "roberta-large")
    run.cell.cell.task.settings["shots"] = .integer(16)
    let found = try rows(run)
    #expect(found.map { $0[2].text } == ["90.5 ± 1.2"])
  }

  @Test func memoryHasNoDifference() throws {
    let rows = try rows(Measured.run("fo-adam", task: "multirc", model: "opt-13b"))
    let memory = rows.filter { $0[2].text.hasSuffix("GB") }
    #expect(!memory.isEmpty)
    #expect(memory.allSatisfy { $0[3] == .missing })
  }
}
