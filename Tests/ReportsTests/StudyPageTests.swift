import Foundation
import Reports
import Testing
import Vocabulary

/// The page of a study, as text; `scripts/peers/page_check.py` tries it in a browser.
struct StudyPageTests {
  private static func page(_ runs: [RunResult], _ studies: [StudyTitle] = []) -> String {
    var set = ResultSet(runs)
    set.studies = studies
    return HTMLReporter().render(set)
  }

  /// What the script reads.
  private static func data(_ page: String) throws -> [String: Any] {
    let found = try #require(page.firstMatch(of: /id="data">(.*)<\/script>/)?.output.1)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(found.utf8)) as? [String: Any])
  }

  @Test func thePageAsksForNothing() {
    let page = Self.page(Measured.study)
    for word in ["http:", "https:", "src=", "@import", "url(", "fetch(", "EventSource"] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("prefers-color-scheme:dark"))
  }

  @Test func itOpensWithNameAndQuestion() throws {
    let title = StudyTitle(name: "small <b>", question: "Which is best?\nIn 8 MiB?\n")
    let page = Self.page(Measured.study, [title])
    #expect(page.contains("<h1 id=\"top\">small &lt;b&gt;</h1>"))
    #expect(page.contains("<p class=\"question\">Which is best? In 8 MiB?</p>"))
    #expect(Self.page(Measured.study).contains("<h1 id=\"top\">Results</h1>"))
    var old = ResultSet(Measured.study)
    old.source = "/home/me/first & last/results.sqlite"
    #expect(
      HTMLReporter().render(old).contains(
        "<h1 id=\"top\">Results in first &amp; last/results.sqlite</h1>"))
  }

  @Test func everyCellIsInTheData() throws {
    let data = try Self.data(Self.page(Measured.study))
    let cells = try #require(data["cells"] as? [[String: Any]])
    #expect(cells.count == 6)
    #expect(cells.first?["score"] as? Double == 98.5)
    #expect(cells.first?["bytes"] as? Int == 24 << 20)
    #expect((cells.first?["seeds"] as? [[Any]])?.count == 2)
    #expect((cells.first?["dev"] as? [[Double]])?.last == [200, 98.5])
    #expect((data["optimizers"] as? [String])?.sorted() == ["fo-adam", "zo-adam", "zo-sgd"])
  }

  /// What did not end well is of the class of what it spent or was going to hold.
  @Test func unfinishedCellsHaveAClass() throws {
    var early = Measured.run("fo-adam")
    let held = MemoryProfile(peaks: AccountBytes([.gradients: 8]))
    early.trials[0].spent = StepCost()
    early.trials[0].training = MemoryComparison(forecast: held, measured: MemoryProfile())
    var late = Measured.run("zo-sgd")
    var never = Measured.run("zo-adam")
    never.trials = []
    var bare = Measured.run("none", scheme: "zero-shot")
    bare.trials[0].spent = StepCost()
    early.outcome = .outOfMemory(needed: 2, limit: 1)
    late.outcome = .diverged(step: 4, lastFiniteLoss: 9)
    never.outcome = .failed(message: "no model")
    let runs = [early, late, never].map { run in
      var run = run
      (run.chosen, run.test) = (nil, nil)
      return run
    }
    let data = try Self.data(Self.page(runs + [bare]))
    let kinds = try #require(data["kinds"] as? [String])
    let optimizers = try #require(data["optimizers"] as? [String])
    let cells = try #require(data["cells"] as? [[String: Any]])
    let found = try cells.map { cell in
      let label = try #require(cell["label"] as? Int)
      return (optimizers[label], kinds[try #require(cell["kind"] as? Int)])
    }
    #expect(
      Dictionary(uniqueKeysWithValues: found) == [
        "fo-adam": "with gradients", "zo-sgd": "zeroth-order", "zo-adam": "not started",
        "none": "without training steps",
      ])
  }

  @Test func emptySectionsAreNotPrinted() {
    let page = Self.page([Measured.run("zo-sgd")])
    #expect(!page.contains("No two cells"))
    #expect(!page.contains("id=\"health\""))
    #expect(Self.page([]).contains("No results yet."))
  }

  @Test func tablesHaveCaptionsAndAreReachedByKeys() {
    let page = Self.page(Measured.study)
    let tables = page.matches(of: /<table>/).count
    #expect(tables > 3)
    #expect(page.matches(of: /<table><caption/).count == tables)
    #expect(page.matches(of: /<div class="scroll" tabindex="0" role="region"/).count == tables)
    #expect(page.contains("class=\"skip\""))
  }

  @Test func healthIsInWordsAndThreeDigits() {
    var run = Measured.run("zo-sgd")
    run.trials[0].findings = [
      HealthFinding(
        .explodingSlopes, step: 7,
        "70.183044 is 155.23726 times the median 0.4521018 of 12345678 at 1.2345e-07 and 0.5")
    ]
    let page = Self.page([run])
    #expect(page.contains("exploding slopes: in 1 of 1 cells"))
    #expect(page.contains("70.2 is 155 times the median 0.452 of 12345678 at 1.23e-07 and 0.5"))
    #expect(!page.contains("explodingSlopes"))
  }
}
