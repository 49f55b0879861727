import Foundation
import Testing
import Training
import Vocabulary

@Suite("Runs", .tags(.slow))
struct RunOutcomeTests {
  @Test("end the same again from the same seed", arguments: Runs.optimizers)
  func reproducible(optimizer: Component) throws {
    let cell = Runs.cell(optimizer)
    let first = try Runs.run(cell, seed: 3)
    #expect(try Runs.run(cell, seed: 3).reproducible == first.reproducible)
    #expect(try Runs.run(cell, seed: 4).trials.first?.curve != first.trials.first?.curve)
  }

  @Test("see their batches in an order that no optimizer decides")
  func dataOrder() throws {
    var run = Runs.settings
    run.steps = 8
    // Steps too small to change a loss: the curve shows which examples were seen.
    let curves = try Runs.optimizers.map { optimizer in
      var still = optimizer
      still.settings["learningRate"] = .number(1e-12)
      if still.name == "zo-sgd" { still.settings["epsilon"] = .number(1e-5) }
      return try #require(Runs.run(Runs.cell(still, run)).trials.first).curve
    }
    let first = try #require(curves.first)
    #expect(Set(first).count > 4)
    for curve in curves {
      try #require(curve.count == first.count)
      #expect(zip(curve, first).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  @Test("that diverge are outcomes without a NaN", arguments: ["fo-sgd", "zo-sgd"])
  func divergence(name: String) throws {
    var run = Runs.settings
    run.steps = 60
    run.weights = .f16
    let cell = Runs.cell(Component(name, ["learningRate": .number(1e6)]), run)
    let result = try Runs.run(cell)
    guard case .diverged(let step, let last) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    let trial = try #require(result.trials.first)
    #expect(step == trial.stepsDone && step == trial.curve.count)
    #expect(last == trial.curve.last.map(Double.init))
    #expect(last?.isFinite != false)
    #expect(trial.curve.allSatisfy { $0.isFinite })
    #expect(result.chosen == nil && result.test == nil)
    let stored = try JSONEncoder().encode(result)
    // Trials and outcome only: a whole number among the settings reads back as an integer.
    let read = try JSONDecoder().decode(RunResult.self, from: stored)
    #expect(read.trials == result.trials && read.outcome == result.outcome)
  }

  @Test("past the memory limit are outcomes", arguments: Runs.optimizers)
  func outOfMemory(optimizer: Component) throws {
    let result = try Runs.run(Runs.cell(optimizer), memoryLimit: 10_000)
    guard case .outOfMemory(let needed, let limit) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    #expect(limit == 10_000 && needed > limit)
  }

  @Test("that are interrupted say so, and stop at that step")
  func interruption() throws {
    let interruption = Interruption()
    let stopper = StepObserver { if $0 == 2 { interruption.request() } }
    var run = Runs.settings
    run.steps = 50
    let cell = Runs.cell(Component("zo-sgd"), run)
    let result = try Runs.run(cell, interruption: interruption, observers: [stopper])
    #expect(result.outcome == .interrupted)
    #expect(!result.outcome.isFinal)
    #expect(result.test == nil)
  }

  @Test("choose a trial on development data, and never a diverged one")
  func choice() throws {
    var run = Runs.settings
    run.weights = .f16
    run.steps = 40
    let tune: [String: [SettingValue]] = ["learningRate": [.number(1e6), .number(1e-3)]]
    let result = try Runs.run(Runs.cell(Component("fo-sgd"), run, tune: tune))
    #expect(result.outcome == .completed)
    #expect(result.trials.map(\.outcome.name) == ["diverged", "completed"])
    #expect(result.chosen == 1)
    #expect(result.test?.examples == 40)
  }

  @Test("resumed after some trials end as if they had never stopped")
  func resumed() throws {
    let tune: [String: [SettingValue]] = ["learningRate": [.number(1e-2), .number(1e-3)]]
    let cell = Runs.cell(Component("fo-sgd"), tune: tune)
    let whole = try Runs.run(cell)
    let known = Dictionary(uniqueKeysWithValues: whole.trials.prefix(1).map { (0, $0) })
    let resumed = try Runs.run(cell, finished: known)
    #expect(resumed.reproducible == whole.reproducible)
  }

  @Test("count every pass and every token")
  func counts() throws {
    let once = try #require(Runs.run(Runs.cell(Component("fo-sgd"))).trials.first)
    let probed = try #require(
      Runs.run(Runs.cell(Component("zo-sgd", ["queries": .integer(3)]))).trials.first)
    #expect(once.spent == StepCost(forwards: 3, backwards: 3))
    #expect(probed.spent == StepCost(forwards: 18))
    #expect(probed.tokens == 6 * once.tokens)
    #expect(once.dev.map(\.step) == [1, 3])
  }
}
