import Reports
import Testing
import Vocabulary

/// What the page advises to take, by memory.
struct BudgetVerdictTests {
  /// The cards' lines, as text without markup.
  private static func cards(_ runs: [RunResult]) throws -> [String] {
    let page = HTMLReporter().render(ResultSet(runs))
    return page.matches(of: /<article class="card">(.*?)<\/article>/).map { match in
      String(match.output.1).replacing(/<[^>]*>/, with: " ").squeezed
    }
  }

  /// Of 100 examples, 70 and 71 are within each other's interval, and 99 is not.
  @Test func theBestOfEachBudgetIsNamed() throws {
    let cards = try Self.cards([
      Measured.run("fo-adam", right: 99, peak: 24 << 20).withGradients,
      Measured.run("zo-adam", right: 71, peak: 12 << 20),
      Measured.run("zo-sgd", right: 70, peak: 5 << 20),
    ])
    let titles = cards.map { $0.split(separator: " ").prefix(4).joined(separator: " ") }
    #expect(titles == ["up to 8 MiB", "up to 16 MiB", "up to 32 MiB"])
    #expect(cards[0].contains("best of all zo-sgd ft 70.0 %"))
    #expect(cards[1].contains("best of all zo-adam ft 71.0 %"))
    #expect(cards[1].contains("cheapest as good zo-sgd ft 70.0 %"))
    #expect(cards[2].contains("best zeroth-order zo-adam ft"))
    #expect(cards[2].contains("best of all fo-adam ft 99.0 %"))
    #expect(cards[2].contains("cheapest as good fo-adam ft"))
  }

  /// (70 + 2)/104 = 0.6923, √(0.6923·0.3077/104) = 0.04526, times 1.96 = 0.0887.
  @Test func intervalsAddTwoOfEach() throws {
    let cards = try Self.cards([Measured.run("zo-sgd", right: 70)])
    #expect(cards.count == 1)
    #expect(cards[0].contains("70.0 % (61.1 to 78.9), 3.0 MiB"))
  }

  @Test func whatWasNotTriedEverywhereIsNotAdvised() throws {
    let cards = try Self.cards([
      Measured.run("zo-sgd", task: "mini-sst2"), Measured.run("zo-sgd", task: "mini-copa"),
      Measured.run("fzoo", task: "mini-copa", right: 99),
    ])
    #expect(cards.count == 1)
    #expect(!cards[0].contains("fzoo"))
  }
}

extension RunResult {
  fileprivate var withGradients: RunResult {
    var run = self
    run.trials[0].spent.backwards = 100
    return run
  }
}
