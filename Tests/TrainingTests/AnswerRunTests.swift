import Testing
import Training
import Vocabulary

/// Tasks whose answers are generated, from the plan to the test.
@Suite("Runs with generated answers", .tags(.slow))
struct AnswerRunTests {
  private static func cell(
    _ optimizer: Component, scheme: Component = Component("ft"), model: String = "tiny-opt",
    _ change: (inout RunSettings) -> Void = { _ in }
  ) -> Cell {
    var run = Runs.settings
    (run.train, run.dev, run.test, run.maxNewTokens) = (12, 5, 9, 8)
    change(&run)
    var cell = Runs.cell(model: model, task: "mini-squad", optimizer, run)
    cell.scheme = scheme
    return cell
  }

  private static func expectComplete(_ cell: Cell) throws -> RunResult {
    let result = try Runs.run(cell)
    #expect(result.outcome == .completed, "\(cell.name): \(result.outcome.detail)")
    let trial = try #require(result.trials.first)
    #expect(trial.training.forecast == trial.training.measured, "training of \(cell.name)")
    #expect(trial.evaluation.forecast == trial.evaluation.measured, "evaluation of \(cell.name)")
    let test = try #require(result.test)
    #expect(Set(test.metrics.keys) == ["f1", "exactMatch", "loss"])
    let exact = Double(test.correct.count { $0 }) / Double(test.examples)
    #expect(test.examples == 9 && test.metrics["exactMatch"] == exact)
    #expect((test.metrics["f1"] ?? -1) >= exact)
    return result
  }

  @Test("end in the bytes that were forecast", arguments: ["zo-sgd", "fo-adam"])
  func runs(optimizer: String) throws {
    for format in [StorageFormat.f32, .bf16] {
      _ = try Self.expectComplete(Self.cell(Component(optimizer)) { $0.weights = format })
    }
  }

  @Test(
    "work with everything that is attached to a model",
    arguments: ["lora", "prefix", "prompt", "zero-shot", "icl"])
  func schemes(scheme: String) throws {
    let settings: [String: SettingValue] = scheme == "icl" ? ["shots": .integer(1)] : [:]
    _ = try Self.expectComplete(Self.cell(Component("zo-sgd"), scheme: Component(scheme, settings)))
  }

  @Test("learn to answer, and are judged by F1 on development data")
  func learning() throws {
    let cell = Self.cell(Component("fo-adam", ["learningRate": .number(1e-3)])) {
      ($0.steps, $0.train, $0.batch) = (60, 200, 8)
    }
    let result = try Self.expectComplete(cell)
    let untrained = try Self.expectComplete(
      Self.cell(Component("zo-sgd"), scheme: Component("zero-shot")))
    let scores = [untrained, result].compactMap { $0.test?.metrics["f1"] }
    print("mini-squad on tiny-opt: F1 \(scores[0]) before, \(scores[1]) after 60 steps of fo-adam")
    #expect(scores[1] > scores[0])
    #expect(result.trials[0].dev.allSatisfy { 0...1 ~= $0.score })
  }

  @Test("can train for their F1 without gradients")
  func nonDifferentiable() throws {
    let cell = Self.cell(Component("zo-sgd", ["queries": .integer(2)])) { $0.objective = .f1 }
    let result = try Self.expectComplete(cell)
    #expect(result.trials[0].curve.allSatisfy { 0...1 ~= $0 })
    #expect(try Self.expectComplete(cell).reproducible == result.reproducible)
  }

  @Test("need a model that writes text")
  func maskedModel() throws {
    let problem = #expect(throws: InputProblem.self) {
      _ = try Runs.forecast(Self.cell(Component("zo-sgd"), model: Checkpoints.path("roberta")))
    }
    #expect(problem?.message.contains("writes no text") == true)
  }
}
