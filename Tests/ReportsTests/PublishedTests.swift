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
    #expect(published.numbers.count == 834)
    #expect(Set(published.numbers.map(\.source)).isSubset(of: published.sources.map(\.key)))
    let scores = published.numbers.filter { [.accuracy, .f1].contains($0.quantity) }
    #expect(scores.allSatisfy { (0...100).contains($0.value) })
    let counts = Dictionary(grouping: published.numbers, by: \.confidence).mapValues(\.count)
    #expect(counts == [.confirmed: 416, .secondary: 152, .unconfirmed: 266])
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

  @Test func theStudysTablesHaveOtherModelsBeside() throws {
    let runs = [
      Measured.run("zo-sgd", right: 71), Measured.run("zo-adam", scheme: "lora", right: 66),
      Measured.run("zo-sgd", task: "mini-copa", right: 60),
    ]
    let tables = PublishedTables(ResultSet(runs), try PublishedNumbers()).tables
    #expect(tables.map(\.id) == ["published", "study-table-2", "study-table-3"])
    func value(_ table: Int, _ optimizer: String, _ column: String) -> String? {
      let place = tables[table].columns.firstIndex { $0.title == column }
      let row = tables[table].rows.first { $0[0].text == optimizer }
      return place.flatMap { row?[$0].text }
    }
    // The study's Table 2, as JAGUAR's draft reprints it.
    #expect(value(1, "zo-sgd", "roberta-large ft") == "89.4")
    #expect(value(1, "zo-adam", "opt-1.3b prompt") == "75.7")
    #expect(value(1, "fo-adam", "opt-1.3b ft") == "-")
    #expect(value(1, "zo-sgd", "tiny-opt mini-sst2 ft (here)") == "71.0")
    #expect(value(1, "zo-adam", "tiny-opt mini-sst2 lora (here)") == "66.0")
    #expect(value(2, "zo-sgd", "tiny-opt mini-copa ft (here)") == "60.0")
    #expect(tables[1].notes[0].contains("not the same experiment"))
    #expect(tables[2].notes[0].contains("are not among the published"))
  }

  @Test func noFormIsShownOfTasksThatNobodyRan() throws {
    let run = Measured.run("zo-sgd", task: "mini-rte")
    #expect(PublishedTables(ResultSet([run]), try PublishedNumbers()).tables.count == 1)
  }

  @Test func everySeedOfARepositoryIsInItsMean() throws {
    let numbers = try PublishedNumbers().numbers.filter { $0.source == "aim-zo-repository" }
    let seeds = numbers.filter { $0.note.contains("seeds ") }
    #expect(seeds.count == 64)
    for number in seeds {
      let values = number.note.split(separator: "seeds ")[1].split(separator: ", ")
        .compactMap { Double($0.split(separator: ": ")[1]) }
      let mean = values.reduce(0, +) / Double(values.count)
      #expect(values.count >= 3 && abs(mean - number.value) < 0.011, "\(number)")
    }
  }
}
