import Reports
import Testing
import Vocabulary

/// Tables over blocks: what a method does in many models, tasks and schemes.
struct BlockTableTests {
  /// Two tasks and two schemes; `good` is above zo-sgd by 10 points in each, `mixed` by ±1.
  private static let runs: [RunResult] = ["mini-sst2", "mini-copa"].flatMap { task in
    ["ft", "lora"].enumerated().flatMap { number, scheme in
      [
        Measured.run("zo-sgd", scheme: scheme, task: task, right: 60, peak: 4 << 20),
        Measured.run("good", scheme: scheme, task: task, right: 70, peak: 8 << 20),
        Measured.run(
          "mixed", scheme: scheme, task: task, right: number == 0 ? 61 : 59, peak: 2 << 20),
      ]
    } + [Measured.run("none", scheme: "zero-shot", task: task, right: 50)]
  }
  private let set = ResultSet(Self.runs)

  private func text(_ kind: TableKind, _ set: ResultSet? = nil) -> String {
    TextReporter().render(set ?? self.set, kind).squeezed
  }

  @Test func overviewAveragesBlocks() {
    let text = text(.overview)
    #expect(text.contains("optimizer ft lora zero-shot zero-shot - - 50.0"))
    #expect(text.contains("mixed 61.0 59.0 -"))
    #expect(text.contains("optimizer mini-copa mini-sst2 zero-shot 50.0 50.0"))
    #expect(text.contains("mixed 60.0 60.0"))
  }

  @Test func overviewSaysWhereScoresAreMissing() {
    let fewer = Self.runs.filter {
      $0.cell.cell.optimizer.name != "good" || $0.cell.cell.task.name == "mini-copa"
    }
    #expect(text(.overview, ResultSet(fewer)).contains("good 70.0 1/2 70.0 1/2"))
  }

  @Test func versusHasNoVerdictWithoutPower() {
    let text = text(.versus)
    #expect(text.contains("Against zo-sgd under ft, over 2 blocks"))
    // Two blocks of one seed: tests on the examples, and none between methods.
    #expect(text.contains("good 2 2 0 +10.00 - too few to test -"))
    #expect(text.contains("mixed 2 0 0 +1.00 - too few to test -"))
    #expect(text.contains("have no power: no test is made and no p printed"))
  }

  @Test func versusCountsTestsWithinBlocks() {
    var set = set
    set.baseline = "good"
    #expect(text(.versus, set).contains("zo-sgd 2 0 2 -10.00"))
    set.baseline = "nobody"
    #expect(text(.versus, set).contains("No block has nobody and another optimizer"))
  }

  @Test func costIsBesideTheBaseline() {
    let text = text(.cost)
    #expect(text.contains("good 2.0 0.0 8.0 MiB 2.00× 2.00× 1.00×"))
    #expect(text.contains("mixed 2.0 0.0 2.0 MiB 0.50× 2.00× 1.00×"))
  }

  @Test func tuningCountsEdges() {
    let rates: [SettingValue] = [.number(1e-4), .number(1e-3), .number(1e-2)]
    let runs = [1e-4, 1e-4, 1e-3, 1e-2].enumerated().map { seed, rate in
      var run = Measured.run("zo-sgd", seed: seed)
      run.cell.cell.tune = ["learningRate": rates]
      run.trials[0].point = ["learningRate": .number(rate)]
      return run
    }
    #expect(text(.tuning, ResultSet(runs)).contains("zo-sgd 2·1·1 75 0"))
    #expect(text(.tuning).contains("No cell searches its settings."))
  }

  @Test func manyFindingsOfOneKindAreOneLine() {
    func runs(_ count: Int) -> ResultSet {
      ResultSet(
        (0..<count).map { number in
          var run = Measured.run("zo-\(number)")
          run.trials[0].findings = [HealthFinding(.explodingSlopes, step: 3, "it explodes")]
          return run
        })
    }
    #expect(text(.cells, runs(6)).matches(of: /Warning:/).count == 6)
    let many = text(.cells, runs(7))
    #expect(many.matches(of: /Warning:/).count == 1)
    #expect(many.contains("Warning: 7 cells have a trial with exploding slopes"))
    #expect(many.contains("the first is tiny-opt / mini-sst2 / ft / zo-0, seed 0, step 3"))
  }
}
