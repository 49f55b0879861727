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
    #expect(power.text.contains("under ft: 2.3 points are found in four of five cases (12 blocks"))
    #expect(power.text.contains("Holm over 19 contrasts"))
    #expect(power.json.contains("\"unit\" : \"blocks\""))
  }

  @Test func fewBlocksSpeakOfThemselves() {
    let power = StudyPower(entries(tasks: 4, optimizers: 12, seeds: 5), spread: .declared)
    #expect(power.text.contains("of these blocks alone (4 blocks, 5 seeds, 2000 test examples"))
    #expect(power.json.contains("\"unit\" : \"seeds\""))
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
    #expect(spread.source.contains("pilot.sqlite"))
    let power = StudyPower(entries(tasks: 6, optimizers: 2, seeds: 2), spread: spread)
    // Between blocks √2 points: 0.577 standard errors of six, times 3.46 for one contrast.
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(power.json.utf8)) as? [String: Any])
    let family = try #require((object["families"] as? [[String: Any]])?.first)
    let error = try #require(family["error"] as? Double)
    #expect(abs(error - (2.0 / 6).squareRoot()) < 0.05)
    #expect(Spread(measuredIn: ResultSet(Measured.study), named: "x") == nil)
  }
}
