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

  @Test func aBudgetWithoutAStepIsRefused() {
    #expect(throws: InputProblem.self) {
      try Self.entry(Component("fzoo", ["queries": .integer(8)]), forwards: 8)
    }
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
