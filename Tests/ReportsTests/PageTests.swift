import Foundation
import Reports
import Testing
import Vocabulary

struct PageTests {
  /// Two seeds that tried three rates; the largest diverged.
  private var tuned: [RunResult] {
    [0, 1].map { seed in
      var run = Measured.run("zo-sgd", seed: seed, right: 90 + seed)
      let rates = [1e-3, 1e-4, 2.5e-5].map { SettingValue.number($0) }
      run.cell.cell.tune = ["learningRate": rates]
      run.trials = [
        Measured.trial(
          peak: 900, score: 0, point: ["learningRate": rates[0]],
          outcome: .diverged(step: 4, lastFiniteLoss: 9)),
        Measured.trial(peak: 1 << 20, score: 0.9, point: ["learningRate": rates[1]]),
        Measured.trial(peak: 1 << 20, score: 0.85, point: ["learningRate": rates[2]]),
      ]
      run.chosen = 1
      return run
    }
  }

  private func page(_ runs: [RunResult]) throws -> CellPage {
    let machine = Machine(
      processor: "Toy", cores: 2, operatingSystem: "Linux", kernels: "avx2", blas: "b",
      blasCore: "Zen", threads: 1, version: "1.0")
    return CellPage(try #require(ResultSet(runs).members.first), machines: [machine])
  }

  @Test func aCellIsShownWhole() throws {
    let whole = try page(tuned).text
    let text = whole.squeezed
    #expect(text.contains("0.0001 1× 90.0 0.0 2"))
    #expect(text.contains("0.001 10× diverged"))
    #expect(
      text.contains("2.5e-05 0.25× 85.0 -5.0 0"))
    #expect(text.contains("up to 5.0 points below the best."))
    #expect(text.contains("seed 0 ██"))
    #expect(text.contains("90.0 *"))
    #expect(text.contains("measured on Toy, 2 cores"))
    #expect(text.contains("Forecast = measured, to the byte."))
    #expect(whole.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func unfinishedCellsAreShown() throws {
    var failed = Measured.run("zo-sgd")
    failed.outcome = .failed(message: "no memory")
    (failed.chosen, failed.test, failed.trials) = (nil, nil, [])
    let text = try page([failed]).text
    #expect(text.contains("failed") && text.contains("no memory"))
  }

  @Test func jsonHasTheCurve() throws {
    let text = String(decoding: try JSONEncoder().encode(try page(tuned).object), as: UTF8.self)
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let runs = try #require(object?["runs"] as? [[String: Any]])
    #expect(runs.count == 2)
    #expect((runs[0]["curve"] as? [Double])?.count == 100)
  }

  @Test func comparisonsTestCommonCells() throws {
    let (a, b) = (
      [Measured.run("a", right: 60), Measured.run("only-a")],
      [Measured.run("a", right: 90, peak: 4 << 20), Measured.run("only-b")]
    )
    let page = ComparisonPage(ResultSet(a), ResultSet(b), names: ("x", "y"))
    #expect(page.tables.map(\.id) == ["both", "only-first", "only-second"])
    let row = page.tables[0].rows[0].map(\.text)
    #expect(row[1...4] == ["60.0", "90.0", "+30.0", "< 0.001"])
    #expect(row[6] == "+1048576" && row[8] == "-")
    #expect(page.tables[0].notes[0].contains("1 cells in both, 0 with equal predictions"))
  }

  @Test func comparisonsSayWhatElseDiffers() {
    var other = Measured.run("a")
    other.identity.data = ContentDigest(of: "changed")
    other.identity.semantics = 7
    let page = ComparisonPage(
      ResultSet([Measured.run("a")]), ResultSet([other]), names: ("x", "y"))
    let row = page.tables[0].rows[0].map(\.text)
    #expect(row[4] == "-" && row[8] == "data, semantics")
  }
}
