import Reports
import Testing
import Vocabulary

struct ReportTableTests {
  private let set = ResultSet(Measured.study)

  @Test func studyMarksWinnersByATest() throws {
    let expected = #"""
      tiny-opt / mini-sst2: test score, % (1000 training examples)
      optimizer            ft          lora
      fo-adam    98.5 ± 0.7 *  98.5 ± 0.7 *
      zo-adam      71.0 ± 0.0    71.0 ± 0.0
      zo-sgd       70.5 ± 0.7    70.5 ± 0.7

        ft: fo-adam is above every other at 5 %.
        lora: fo-adam is above every other at 5 %.
        * wins against every other of its column: paired test on the same examples,
        Holm, 5 %.
        Cells: 6. Completed seeds per cell: 2; ± is the sample standard deviation over
        seeds.
        Test examples: 100; accuracies closer than 1/100 (1.00 points) are not
        distinguishable; the standard error of one seed's is up to 5.0 points.

      """#
    #expect(TextReporter().render(set, .study) == expected)
  }

  @Test func withoutATestThereIsNoWinner() {
    let close = ResultSet([Measured.run("a", right: 90), Measured.run("b", right: 91)])
    let text = TextReporter().render(close, .study)
    #expect(text.contains("no winner at 5 %: b and a are not significantly different (p = 1.000)"))
    #expect(!text.contains("*"))
    let apart = ResultSet([
      Measured.run("a", seed: 1, right: 10), Measured.run("b", seed: 0, right: 99),
    ])
    let untested = TextReporter().render(apart, .study)
    #expect(untested.contains("no winner at 5 %: b and a have no common seed and examples"))
  }

  @Test func settingsTellApartCellsOfOneOptimizer() {
    let rates = [1e-3, 1e-4].map { rate in
      Measured.run(
        "zo-sgd", settings: ["learningRate": .number(rate), "epsilon": .number(1e-3)])
    }
    let text = TextReporter().render(ResultSet(rates + [Measured.run("fo-sgd")]), .study)
    #expect(text.contains("\nzo-sgd learningRate=0.001  "))
    #expect(text.contains("\nfo-sgd  "))
    #expect(!text.contains("epsilon"))
    let ablation = TextReporter().render(ResultSet(rates), .ablation)
    #expect(ablation.contains("\n0.0001  "))
  }

  @Test func memoryAndTime() {
    let text = TextReporter().render(set, .memory).squeezed
    #expect(text.contains("zo-sgd 5.0 MiB 1.00× 2.5 MiB 2.5 MiB 5.0 MiB"))
    #expect(text.contains("fo-adam 100 200 0 2.00 20.00 10.00"))
    #expect(text.contains("Forecast = measured in 3 of 3 cells."))
  }

  @Test func ranksNeedCommonBlocks() {
    let text = TextReporter().render(set, .ranks).squeezed
    #expect(text.contains("Mean ranks over 2 blocks"))
    #expect(text.contains("fo-adam 1.00 2"))
    #expect(text.contains("critical difference at 5 %: 2.34"))
    let lone = TextReporter().render(ResultSet([Measured.run("a")]), .ranks)
    #expect(lone.contains("No two optimizers were tried"))
  }

  @Test func unconfirmedOptimizersAreRankedBelow() throws {
    var set = set
    set.provenance["fo-adam"] = Provenance("a paper", .unconfirmed("a test says so"))
    set.provenance["zo-sgd"] = Provenance("another", .confirmed(by: .trace), open: "the rate")
    let tables = TableKind.ranks.tables(set)
    #expect(tables.map(\.id) == ["ranks", "ranks-unconfirmed"])
    #expect(!tables[0].rows.contains { $0[0] == .text("fo-adam") } && !tables[0].rows.isEmpty)
    #expect(tables[1].rows.map { $0[0] } == [.text("fo-adam")])
    #expect(tables[1].notes == ["fo-adam: a test says so."])
    let profiles = TableKind.profile.tables(set)
    #expect(profiles.count == 4 && profiles[2].rows.map { $0[0] } == [.text("fo-adam")])
    let lines = TextReporter().render(set, .profile).split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("Unconfirmed optimizers: Share of 2 blocks with test") })
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    let cells = TextReporter().render(set, .cells)
    #expect(cells.contains("Unconfirmed, not compared with its source: fo-adam"))
    let sources = TextReporter().render(set, .sources).squeezed
    #expect(sources.contains("zo-sgd another") && sources.contains("by trace"))
    #expect(sources.contains("Unconfirmed, fo-adam: a test says so."))
    set.ranksUnconfirmed = true
    #expect(TableKind.ranks.tables(set).count == 1)
  }

  @Test func profilesCountBlocks() {
    let text = TextReporter().render(set, .profile).squeezed
    #expect(text.contains("fo-adam 1.00 1.00 1.00 1.00 1.00 1.00 1.00"))
    #expect(text.contains("zo-adam 0.00 0.00 0.00 0.00 0.00 0.00 0.00"))
  }

  /// People read names and lines of a terminal's width, machines read kinds.
  @Test func failuresNameWhatWasFound() {
    let kinds: [HealthFinding.Kind] = [
      .updateBelowResolution, .constantLoss, .explodingSlopes, .noLearning, .searchAtEdge,
    ]
    let failing = ResultSet(
      Measured.study.map { run in
        var run = run
        guard run.cell.cell.optimizer.name == "zo-sgd" else { return run }
        run.trials[0].findings = kinds.map { HealthFinding($0, "so") }
        return run
      })
    let text = TextReporter().render(failing, .failures)
    #expect(
      text.squeezed.contains(
        "zo-sgd update below float resolution 4, constant loss 4, exploding slopes 4, no learning "
          + "4, search ended at an edge 4"), "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(text)")
    #expect(JSONLinesReporter().render(failing, .failures).contains("\"searchAtEdge\":4"))
  }

  @Test(arguments: TableKind.allCases)
  func linesFitATerminal(_ kind: TableKind) {
    for text in [TextReporter().render(set, kind), MarkdownReporter().render(kind.tables(set))] {
      let long = text.split(separator: "\n").filter { $0.count > 80 }
      #expect(kind == .cells || long.isEmpty, "\(long)")
    }
  }

  @Test(arguments: TableKind.allCases, Reporters.all.map { $0.name })
  func everyFormatHasEveryTable(_ kind: TableKind, _ format: String) throws {
    let reporter = try #require(Reporters.named(format))
    let text = reporter.render(set, kind)
    #expect(text.last?.isNewline == true || text.isEmpty && format == "jsonl")
    let isWithout = [.ablation, .tuning, .budgets, .curves].contains(kind)
    #expect(isWithout || text.contains("zo-sgd"))
    let nothing = reporter.render(ResultSet([]), kind)
    #expect(nothing.last?.isNewline != false)
  }
}
