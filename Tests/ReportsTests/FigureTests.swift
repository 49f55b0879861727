import Foundation
import Reports
import Testing
import Vocabulary

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct FigureTests {
  private func isWellFormed(_ text: String) -> Bool {
    XMLParser(data: Data(text.utf8)).parse()
  }

  @Test func everyFigureIsWellFormedAndNamed() {
    let figures = FigureSet(ResultSet(Measured.study)).figures
    // Ranks, a Pareto plot, and for each of two schemes bytes, losses and scores.
    #expect(figures.count == 8)
    #expect(Set(figures.map(\.id)).count == 8)
    for figure in figures {
      #expect(isWellFormed(figure.svg), "\(figure.id)")
      #expect(figure.id.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" })
      #expect(!figure.svg.contains("nan") && !figure.svg.contains("inf"), "\(figure.id)")
    }
  }

  @Test func theFrontIsNamed() throws {
    let figures = FigureSet(ResultSet(Measured.study)).figures
    let figure = try #require(figures.first { $0.id == "pareto-tiny-opt-mini-sst2" })
    #expect(figure.svg.contains("zo-sgd ft</text>"))
    #expect(figure.svg.contains("fo-adam ft</text>") || figure.svg.contains("fo-adam lora</text>"))
    // These have no gradients, so the highest score is the best zeroth-order one.
    #expect(figure.caption.contains("Best zeroth-order (ZO): fo-adam "))
  }

  @Test func blocksHaveFiguresOfTheirOwn() throws {
    let copa = Measured.study.map { run in
      Measured.run(
        run.cell.cell.optimizer.name, seed: run.cell.seed, scheme: run.cell.cell.scheme.name,
        task: "mini-copa", right: 60)
    }
    let figures = FigureSet(ResultSet(Measured.study + copa)).figures
    let across = try #require(figures.first { $0.id.hasPrefix("pareto-across") })
    #expect(across.caption.contains("over 2 pairs of model and task"))
    let ranks = try #require(figures.first { $0.id.hasPrefix("ranks") })
    #expect(ranks.svg.contains("zo-sgd: mean rank"))
    #expect(isWellFormed(across.svg) && isWellFormed(ranks.svg))
  }

  @Test func scoresEndAtOneHundred() throws {
    let figures = FigureSet(ResultSet([Measured.run("zo-sgd", right: 100)])).figures
    let figure = try #require(figures.first { $0.id.hasPrefix("pareto") })
    #expect(figure.svg.contains(">100</text>"))
    #expect(!figure.svg.contains(">105</text>") && !figure.svg.contains(">110</text>"))
  }

  @Test func oneResultIsAFigure() {
    let figures = FigureSet(ResultSet([Measured.run("zo-sgd")])).figures
    #expect(figures.count == 4)
    #expect(figures.allSatisfy { isWellFormed($0.svg) && !$0.svg.contains("nan") })
  }

  @Test func unfinishedCellsHaveNoFigures() {
    var failed = Measured.run("zo-sgd")
    failed.outcome = .failed(message: "x")
    failed.test = nil
    failed.chosen = nil
    #expect(FigureSet(ResultSet([failed])).figures.isEmpty)
    #expect(FigureSet(ResultSet([])).figures.isEmpty)
  }

  @Test func namesCannotLeaveTheirPlace() {
    let hostile = #"</svg><script>alert(1)</script>"&\u{1}../../x"#
    let set = ResultSet([Measured.run(hostile, model: hostile), Measured.run("zo-sgd", seed: 3)])
    for figure in FigureSet(set).figures {
      #expect(isWellFormed(figure.svg))
      #expect(!figure.svg.contains("<script"))
      #expect(!figure.id.contains("/") && !figure.id.contains("."))
    }
    let page = HTMLReporter().render(set)
    // The data, which the script reads, and the script.
    #expect(page.matches(of: /<script/).count == 2)
    #expect(!page.contains("alert(1)</script>"))
  }
}
