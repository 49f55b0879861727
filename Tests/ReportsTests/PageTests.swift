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

  /// The chosen value may be the worst of its neighborhood, and what costs nothing has no sign.
  @Test func theChosenValueIsOneOfItsNeighborhood() throws {
    let runs = tuned.map { run in
      var run = run
      run.chosen = 2
      return run
    }
    let text = try page(runs).text.squeezed
    #expect(text.contains("0.0001 4× 90.0 0.0 0") && text.contains("2.5e-05 1× 85.0 -5.0 2"))
    #expect(text.contains("the development score is up to 5.0 points below the best."), "\(text)")
    let alone = tuned.map { run in
      var run = run
      for index in run.trials.indices.dropFirst() {
        run.trials[index].dev = [DevPoint(step: 100, score: 0.9, loss: 0.4)]
      }
      return run
    }
    let level = try page(alone).text
    #expect(level.squeezed.contains("up to 0.0 points below"), "\(level)")
    #expect(!level.contains("-0.0"), "\(level)")
  }

  @Test func ratesHaveFourDigits() throws {
    let rates = [0.09992794999999999, 0.3159998].map { relative in
      SettingValue.map(["relative": .number(relative)])
    }
    let runs = tuned.map { run in
      var run = run
      run.cell.cell.tune = ["learningRate": rates]
      run.trials = zip(rates, [0.9, 0.8]).map { rate, score in
        Measured.trial(peak: 1 << 20, score: score, point: ["learningRate": rate])
      }
      run.chosen = 0
      return run
    }
    let page = try page(runs)
    #expect(page.text.squeezed.contains("{relative: 0.09993} 1× 90.0"), "\(page.text)")
    #expect(page.text.squeezed.contains("[{relative: 0.09993}, {relative: 0.316}]"))
    #expect(!page.text.contains("0.0999279"))
    let json = String(decoding: try JSONEncoder().encode(page.object), as: UTF8.self)
    #expect(json.contains("0.09992794999999999"))
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
