import Testing
import Training
import Vocabulary

/// Findings about a trial's health are data of the trial, and told once per run.
@Suite("The health of a run")
struct HealthEventTests {
  private func run(
    _ settings: [String: SettingValue], steps: Int = 25, weights: StorageFormat = .f32,
    tune: [String: [SettingValue]] = [:]
  ) throws -> (result: RunResult, told: [HealthFinding]) {
    var run = Runs.settings
    (run.steps, run.weights) = (steps, weights)
    let kept = KeptRun()
    let result = try Runs.run(
      Runs.cell(Component("zo-sgd", settings), run, tune: tune), observers: [kept])
    return (result, kept.findings)
  }

  @Test("is good where nothing is wrong")
  func sound() throws {
    let (result, told) = try run(["learningRate": .number(1e-4)])
    #expect(result.trials.flatMap(\.findings).isEmpty && told.isEmpty)
  }

  @Test("tells of probes and updates that vanish, in every trial's result and once aloud")
  func vanishing() throws {
    let (result, told) = try run(
      ["epsilon": .number(1e-9)], weights: .bf16,
      tune: ["learningRate": [.number(1e-9), .number(2e-9)]])
    for trial in result.trials {
      #expect(Set(trial.findings.map(\.kind)).contains(.probeBelowResolution))
      #expect(trial.findings.allSatisfy { $0.step > 0 && !$0.message.isEmpty })
    }
    #expect(told.count == Set(told.map(\.kind)).count)
    #expect(told.contains { $0.kind == .probeBelowResolution })
  }

  @Test("tells of an update below the resolution of bf16")
  func update() throws {
    let (result, told) = try run(
      ["epsilon": .number(1e-3), "learningRate": .number(1e-9)], weights: .bf16)
    #expect(told.map(\.kind) == [.updateBelowResolution])
    #expect(result.trials[0].findings == told)
    #expect(told.first?.step == 1)
  }

  @Test("tells of a loss that is not finite")
  func divergence() throws {
    let (result, told) = try run(["learningRate": .number(1e6)], steps: 60, weights: .f16)
    guard case .diverged(let step, _) = result.outcome else {
      Issue.record("\(result.outcome)")
      return
    }
    let finding = told.first { $0.kind == .nonFiniteLoss }
    #expect(finding?.step == step)
    #expect(result.trials[0].findings == told)
  }
}
