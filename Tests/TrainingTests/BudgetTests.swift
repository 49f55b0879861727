import Foundation
import Testing
import Training
import Vocabulary

/// A budget in forward passes becomes steps, the same budget for every method.
struct BudgetTests {
  private static func entry(
    _ optimizer: Component, forwards: Int, tune: [String: [SettingValue]] = [:]
  ) throws -> PlanEntry {
    var cell = Runs.cell(optimizer)
    cell.run.forwards = forwards
    cell.tune = tune
    return try Planner(dataDirectory: nil, complete: true)
      .entry(SeededCell(cell, seed: 0))
  }

  @Test(arguments: [
    (Component("zo-sgd"), 30), (Component("zo-sgd", ["queries": .integer(4)]), 7),
    (Component("fzoo", ["queries": .integer(8)]), 6), (Component("fo-sgd"), 20),
    (Component("forward-grad"), 30), (Component("mezo-gv"), 10),
  ]) func aBudgetBuysWholeSteps(_ optimizer: Component, _ steps: Int) throws {
    let entry = try Self.entry(optimizer, forwards: 60)
    #expect(entry.steps == steps)
    #expect(entry.cost.passes <= 60)
  }

  @Test func everyTrialHasTheWholeBudget() throws {
    let rates: [SettingValue] = [.number(1e-4), .number(1e-5), .number(1e-6)]
    let entry = try Self.entry(Component("zo-sgd"), forwards: 60, tune: ["learningRate": rates])
    #expect(entry.steps == 90)
    #expect(entry.cost.passes == 180)
  }

  @Test func aSearchThatChangesTheCostIsRefused() {
    #expect(throws: InputProblem.self) {
      try Self.entry(
        Component("zo-sgd"), forwards: 60, tune: ["queries": [.integer(1), .integer(2)]])
    }
  }

  @Test func whatIsSearchedLaterMustNotChangeTheCostEither() throws {
    var cell = Runs.cell(Component("zo-sgd"))
    cell.run.forwards = 60
    cell.then = ["queries": [.integer(1), .integer(2)]]
    #expect(throws: InputProblem.self) { try Runs.forecast(cell) }
    cell.then = ["epsilon": [.number(1e-4), .number(1e-2)]]
    #expect(try Runs.forecast(cell).steps == 90)
  }

  /// The operations of drawn batches, which the budget itself never looks at, come to it within
  /// the scatter of their lengths.
  @Test(arguments: ["zo-sgd", "fo-adam", "forward-grad", "fzoo"])
  func operationsDecideTheSteps(_ optimizer: String) throws {
    var cell = Runs.cell(Component(optimizer))
    let seeds = 0..<6
    func mean(steps: Int) throws -> Double {
      var cell = cell
      cell.run.steps = steps
      return try seeds.map {
        try Planner(dataDirectory: nil, complete: true)
          .entry(SeededCell(cell, seed: $0)).flops
      }.reduce(0, +) / 6
    }
    let step = try mean(steps: 40) / 40
    var planned = cell
    planned.run.budget = .flops(40.5 * step)
    let entries = try seeds.map { seed in
      try Planner(dataDirectory: nil, complete: true).entry(SeededCell(planned, seed: seed))
    }
    // All seeds have the same steps, so that their curves meet.
    #expect(Set(entries.map(\.steps)).count == 1)
    #expect((39...41).contains(entries[0].steps))
    planned.run.budget = .flops(0.5 * step)
    #expect(throws: InputProblem.self) { try Runs.forecast(planned) }
    planned.run.budget = .flops(40 * step)
    planned.run.forwards = 60
    #expect(throws: InputProblem.self) { try Runs.forecast(planned) }
    cell.run.budget = .none
    #expect(try Runs.forecast(cell).steps == 3)
  }

  @Test func theClockEndsATrialWhichSaysSo() throws {
    var cell = Runs.cell(Component("zo-sgd"))
    (cell.run.steps, cell.run.evaluations) = (10_000_000, 1)
    cell.run.budget = .seconds(0.05)
    let result = try Runs.run(cell)
    #expect(result.outcome == .completed)
    let trial = try #require(result.trials.first)
    #expect(trial.stepsDone > 0 && trial.stepsDone < 10_000_000)
    #expect(trial.seconds.training >= 0.05)
    #expect(trial.dev.map(\.step) == [trial.stepsDone])
    #expect(trial.findings.map(\.kind).contains(.endedByClock))
    #expect(result.test != nil)
    // One that is done before says nothing.
    (cell.run.steps, cell.run.budget) = (2, .seconds(1e6))
    let short = try Runs.run(cell)
    #expect(short.trials[0].stepsDone == 2)
    #expect(!short.trials[0].findings.map(\.kind).contains(.endedByClock))
  }

  @Test func aBudgetIsPartOfTheIdentityOnlyWhereThereIsOne() throws {
    let cell = Runs.cell(Component("zo-sgd"))
    #expect(!canonicalJSON(cell).contains("budget"))
    var other = cell
    other.run.budget = .seconds(3)
    #expect(canonicalJSON(other).contains("\"budget\":{\"seconds\":3}"))
    let data = try JSONEncoder().encode(other)
    #expect(try JSONDecoder().decode(Cell.self, from: data) == other)
    #expect(try Runs.forecast(cell).identity != Runs.forecast(other).identity)
  }

  @Test func aBudgetWithoutAStepIsRefused() {
    let problem = #expect(throws: InputProblem.self) {
      try Self.entry(Component("fzoo", ["queries": .integer(8)]), forwards: 8)
    }
    #expect(
      problem?.description
        == "optimizer fzoo, forwards: 8 passes do not pay for one step: its first step takes 9 "
        + "passes; raise 'forwards'")
  }

  /// What is planned takes no time of the numbers that a grid has: this would take hours.
  @Test(arguments: ["zo-sgd", "adazeta", "mezo-svrg", "fo-sgd"])
  func longRunsArePlannedAtOnce(_ optimizer: String) throws {
    func entry(steps: Int, forwards: Int = 0) throws -> PlanEntry {
      var cell = Runs.cell(Component(optimizer))
      (cell.run.steps, cell.run.forwards) = (steps, forwards)
      return try Planner(dataDirectory: nil, complete: true).entry(SeededCell(cell, seed: 0))
    }
    let short = try entry(steps: 300)
    let long = try entry(steps: 2_147_483_647)
    #expect(long.steps == 2_147_483_647)
    // Room for the largest examples at once is little more than for the largest of many batches.
    #expect(long.forecastBytes >= short.forecastBytes)
    #expect(Double(long.forecastBytes) < 1.5 * Double(short.forecastBytes))
    let ratio = long.flops / short.flops / (Double(long.cost.passes) / Double(short.cost.passes))
    #expect((0.9...1.1).contains(ratio))
    for budget in [1 << 62, Int.max] {
      let bought = try entry(steps: 1, forwards: budget)
      #expect(bought.cost.passes <= budget && bought.steps > 1 << 50)
    }
    #expect(try entry(steps: .max).steps == .max)
  }
}
