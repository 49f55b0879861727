import Reports
import Testing
import Vocabulary

struct ResultSetTests {
  let cells = ResultSet(sample).cells

  @Test func seedsOfACellAreOneRow() throws {
    #expect(cells.map(\.optimizer) == ["odd|name\n", "zo-adam", "zo-sgd"])
    let sgd = try #require(cells.last)
    #expect(sgd.seeds == [0, 1, 2])
    #expect(sgd.n == 2)
    #expect(sgd.outcome == "2 completed, 1 diverged")
    #expect(abs((sgd.scoreMean ?? 0) - 0.91) < 1e-12)
    #expect(abs((sgd.scoreDeviation ?? 0) - 0.0002.squareRoot()) < 1e-12)
    #expect(sgd.wallSeconds == 12.75)
    #expect(sgd.forwardPasses == 200)
    #expect(sgd.settings == ["epsilon": .number(0.001)])
  }

  @Test func failedCellsAreRowsWithoutNumbers() throws {
    let failed = try #require(cells.first)
    #expect(failed.outcome == "failed")
    #expect(failed.n == 0)
    #expect(failed.scoreMean == nil)
    #expect(failed.wallSeconds == nil)
    #expect(failed.peakBytes == nil)
  }

  @Test func answersAreScoredByF1() throws {
    var answered = run(
      cell(Component("zo-sgd")), seed: 0, accuracy: 0, trial: trial(forecast: 8, measured: 8))
    answered.test?.metrics = ["f1": 0.25, "exactMatch": 0.125, "loss": 2]
    let set = ResultSet([answered])
    #expect(set.cells[0].metric == .f1 && set.cells[0].scoreMean == 0.25)
    #expect(TextReporter().render(set).contains("F1 25.0"))
    #expect(CSVReporter().render(set).contains(",f1,200,"))
    #expect(cells.map(\.metric) == [nil, .accuracy, .accuracy])
  }

  @Test func tunedCellsSayWhatEachSeedChose() {
    #expect(
      cells[1].settings
        == ["chosen": .map(["0": .map(["learningRate": .number(1e-6)])])])
    #expect(cells[1].isForecastExact == false)
  }

  @Test func oneMissedForecastSpoilsTheRow() {
    let sgd = cell(Component("zo-sgd"))
    let runs = [(8, 8), (6, 5)].enumerated().map { seed, bytes in
      run(sgd, seed: seed, accuracy: 1, trial: trial(forecast: bytes.0, measured: bytes.1))
    }
    #expect(ResultSet(runs).cells.map(\.isForecastExact) == [false])
    #expect(TextReporter().render(ResultSet(runs)).contains("missed for another seed"))
  }

  @Test func runsOfChangedDataAreAnotherRow() {
    var changed = sample[0]
    changed.identity.data = ContentDigest(of: "changed")
    #expect(ResultSet(sample + [changed]).cells.count == 4)
  }

  @Test func cellsOfOneNameSayHowTheirRunsDiffer() {
    let plain = cell(Component("zo-sgd", ["epsilon": .number(0.001)]))
    var other = plain
    (other.run.objective, other.run.batch) = (.accuracy, 8)
    let runs = [plain, other, cell(Component("zo-adam"))].map {
      run($0, seed: 0, accuracy: 0.5, trial: trial(forecast: 1, measured: 1))
    }
    let settings = Set(ResultSet(runs).cells.map(\.settings))
    let both: [String: SettingValue] = ["epsilon": .number(0.001)]
    let first = ["run.batch": SettingValue.integer(16), "run.objective": .text("loss")]
    let second = ["run.batch": SettingValue.integer(8), "run.objective": .text("accuracy")]
    #expect(settings == [[:], both.merging(first) { $1 }, both.merging(second) { $1 }])
  }

  @Test func numbersThatCameBackAsIntegersAreTheSameCell() {
    let sample = sample[0]
    var (a, b) = (sample, sample)
    a.cell.cell.optimizer.settings["rate"] = .number(1)
    b.cell.cell.optimizer.settings["rate"] = .integer(1)
    b.cell.seed = 5
    #expect(ResultSet([a, b]).cells.map(\.seeds) == [[1, 5]])
  }
}
