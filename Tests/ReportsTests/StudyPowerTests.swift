import Foundation
import Reports
import Testing
import Vocabulary

/// What a plan says of differences that it can find.
struct StudyPowerTests {
  private func entries(tasks: Int, optimizers: Int, seeds: Int) -> [PlanEntry] {
    let digest = ContentDigest(of: "same")
    return (0..<tasks).flatMap { task in
      (0..<optimizers).flatMap { optimizer in
        (0..<seeds).map { seed in
          var cell = cell(Component(optimizer == 0 ? "zo-sgd" : "other-\(optimizer)"))
          cell.task = Component("task-\(task)")
          cell.run.test = 2000
          let seeded = SeededCell(cell, seed: seed)
          return PlanEntry(
            cell: seeded, identity: Identity(of: seeded, data: digest, model: digest), state: .new,
            training: MemoryProfile(), evaluation: MemoryProfile(), steps: 1, flops: 1,
            cost: StepCost(forwards: 1))
        }
      }
    }
  }

  @Test func blocksAreTheUnitWhereThereAreEnough() {
    let power = StudyPower(
      entries(tasks: 12, optimizers: 20, seeds: 5), spread: .declared)
    // Deviation √(3.4²/5 + 30²/2000) = 1.66 over 12 blocks; statsmodels: 4.86 standard errors.
    #expect(power.text.contains("under ft: 2.3 points are found in four of five cases, "))
    // SciPy's χ over 11 degrees of freedom: 1/0.48 standard errors at 0.05/19 in 0.5 of 100.
    #expect(power.text.contains("does not differ is equal within ±1.0 in 1 of 100 (12 blocks"))
    #expect(power.text.contains("Holm over 19 contrasts"))
    #expect(power.json.contains("\"unit\" : \"blocks\""))
  }

  @Test func fewBlocksSpeakOfThemselves() {
    let power = StudyPower(entries(tasks: 4, optimizers: 12, seeds: 5), spread: .declared)
    #expect(power.text.contains("of these blocks alone (4 blocks, 5 seeds, 2000 test examples"))
    #expect(power.json.contains("\"unit\" : \"seeds\""))
  }

  /// The gap needs zero-shot and fo-adam; without them a plan speaks of the score alone.
  @Test func theGapHasAPowerOfItsOwn() {
    var all = entries(tasks: 4, optimizers: 12, seeds: 3)
    #expect(!StudyPower(all, spread: .declared).text.contains("gap"))
    for index in all.indices where all[index].cell.cell.optimizer.name == "other-1" {
      all[index].cell.cell.optimizer = Component("fo-adam")
    }
    let zeroShot = all.filter { $0.cell.cell.optimizer.name == "zo-sgd" }.map { entry in
      var entry = entry
      (entry.cell.cell.scheme, entry.cell.cell.optimizer) = (
        Component("zero-shot"), Component("none")
      )
      return entry
    }
    let power = StudyPower(all + zeroShot, spread: .declared)
    // A deviation of 7.6 over 3 seeds and 4 blocks is 2.19, times 4.94 standard errors: SciPy's nct
    // has a power of 0.8 there with 8 degrees of freedom at 0.05/11.
    #expect(power.text.contains("under ft: 10.8 points of the gap are found"), "\(power.text)")
    #expect(power.json.contains("\"endpoint\" : \"gap\""))
  }

  /// Settings may ask for more examples than there are: half of the blocks have 500 of 2,000.
  @Test func testExamplesAreThoseThatThereAre() throws {
    var all = entries(tasks: 12, optimizers: 20, seeds: 5)
    for index in all.indices where index < all.count / 2 { all[index].testExamples = 500 }
    let power = StudyPower(all, spread: .declared)
    #expect(power.text.contains("(12 blocks, 5 seeds, 500 to 2000 test examples"), "\(power.text)")
    // √(3.4²/5 + 30²/800) is 1.85, since 800 is the harmonic mean.
    let object = try JSONSerialization.jsonObject(with: Data(power.json.utf8)) as? [String: Any]
    let error = (object?["families"] as? [[String: Any]])?.first?["error"] as? Double
    #expect(abs(try #require(error) - (1.853 / 12.0.squareRoot())) < 0.001)
  }

  @Test func nothingIsFoundByOneSeed() {
    let power = StudyPower(entries(tasks: 2, optimizers: 3, seeds: 1), spread: .declared)
    #expect(power.text.contains("none; 2 blocks, 1 seed, 2000 test examples are too few"))
    #expect(StudyPower(entries(tasks: 2, optimizers: 1, seeds: 3), spread: .declared).text.isEmpty)
  }

  @Test func deviationsAreMeasured() throws {
    // Differences of 4 and 6 points, each ±1 between two seeds.
    let runs = [("mini-sst2", 640), ("mini-rte", 660)].flatMap { task, right in
      (0..<2).flatMap { seed in
        [
          Measured.run("zo-sgd", seed: seed, task: task, right: 600, of: 1000),
          Measured.run(
            "other-1", seed: seed, task: task, right: right + 20 * seed - 10, of: 1000),
        ]
      }
    }
    let spread = try #require(Spread(measuredIn: ResultSet(runs), named: "pilot.sqlite"))
    #expect(spread.source == .measured(in: "pilot.sqlite"))
    let power = StudyPower(entries(tasks: 12, optimizers: 2, seeds: 2), spread: spread)
    // Between blocks √2 points, between seeds √2; of examples 18.3 and 22.7, as the means of their
    // squares 20.6. Planned on twice the examples: 2 − 1 − 0.424 + 1 + 0.212 over twelve blocks.
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(power.json.utf8)) as? [String: Any])
    let family = try #require((object["families"] as? [[String: Any]])?.first)
    let error = try #require(family["error"] as? Double)
    #expect(abs(error - (1.788 / 12).squareRoot()) < 0.001)
    #expect(Spread(measuredIn: ResultSet(Measured.study), named: "x") == nil)
    #expect(power.text.contains("measured in pilot.sqlite, the median over its optimizers\n"))
  }

  @Test func measuringIsProposedWhereNothingIsMeasured() {
    let power = StudyPower(entries(tasks: 12, optimizers: 2, seeds: 2), spread: .declared)
    #expect(power.text.contains("; --spread DB measures them\n"))
    #expect(!power.json.contains("--spread"))
  }

  /// The median over two methods is between them.
  @Test func twoMethodsCountAlike() throws {
    func runs(_ names: String...) -> [RunResult] {
      // Over two blocks the difference of one method varies by √2 points, of the other by 7·√2.
      let rights = ["steady": [640, 660], "moody": [600, 740], "zo-sgd": [600, 600]]
      return (names + ["zo-sgd"]).flatMap { name in
        zip(["mini-sst2", "mini-rte"], rights[name] ?? []).flatMap { task, right in
          (0..<2).map { seed in
            let off = name == "zo-sgd" ? 0 : 20 * seed - 10
            return Measured.run(name, seed: seed, task: task, right: right + off, of: 1000)
          }
        }
      }
    }
    func error(_ runs: [RunResult]) throws -> Double {
      let spread = try #require(Spread(measuredIn: ResultSet(runs), named: "pilot.sqlite"))
      let power = StudyPower(entries(tasks: 12, optimizers: 2, seeds: 2), spread: spread)
      let object = try JSONSerialization.jsonObject(with: Data(power.json.utf8))
      let families = (object as? [String: Any])?["families"] as? [[String: Any]]
      return try #require(families?.first?["error"] as? Double)
    }
    let (steady, moody) = (try error(runs("steady")), try error(runs("moody")))
    let both = try error(runs("steady", "moody"))
    #expect(steady < both && both < moody, "\(steady) \(both) \(moody)")
  }
}
