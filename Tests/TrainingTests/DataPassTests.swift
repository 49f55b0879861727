import Foundation
import Laboratory
import Optimizers
import Schemes
import Tensors
import Testing
import Training
import Vocabulary

/// Optimizers that know of the training data: epochs, and losses over all of it.
@Suite("Passes over the data", .tags(.slow))
struct DataPassTests {
  private static func trial(
    _ optimizer: Component, _ change: (inout RunSettings) -> Void = { _ in }
  ) throws -> TrialResult {
    var run = Runs.settings
    change(&run)
    let cell = Runs.cell(optimizer, run)
    let trial = try #require(Runs.run(cell).trials.first)
    #expect(trial.training.forecast == trial.training.measured)
    #expect(try Runs.forecast(cell).cost == trial.spent)
    return trial
  }

  @Test("losses over all data are counted by their batches and tokens, and forecast")
  func counted() throws {
    // Ten examples in batches of four: three batches, the last of two.
    let settings: [String: SettingValue] = ["interval": .integer(1), "learningRate": .number(1e-9)]
    let whole = try Self.trial(Component("mezo-svrg", settings)) { ($0.train, $0.steps) = (10, 4) }
    #expect(whole.spent.forwards == 4 * 2 * 3)
    let once = try Self.trial(Component("zo-sgd")) { ($0.train, $0.steps, $0.batch) = (10, 1, 10) }
    #expect(whole.tokens == 4 * once.tokens)
  }

  @Test(
    "the loss over all data is that of one batch that holds them",
    arguments: [StorageFormat.f32, .bf16])
  func sameLoss(format: StorageFormat) throws {
    let settings: [String: SettingValue] = ["interval": .integer(1), "learningRate": .number(1e-9)]
    for task in ["mini-sst2", "mini-copa"] {
      let losses = try [("mezo-svrg", 4), ("zo-sgd", 10)].map { name, batch in
        var run = Runs.settings
        (run.train, run.steps, run.batch, run.weights) = (10, 1, batch, format)
        let optimizer = Component(name, name == "zo-sgd" ? [:] : settings)
        let result = try Runs.run(Runs.cell(task: task, optimizer, run))
        return try #require(result.trials.first?.curve.first)
      }
      #expect(abs(losses[0] - losses[1]) < 1e-5)
    }
  }

  @Test("AdaZeta's epochs are passes over the run's examples")
  func epochs() throws {
    let optimizer = Component("adazeta", ["learningRate": .number(1e-6)])
    let trial = try Self.trial(optimizer) { ($0.train, $0.batch, $0.steps) = (4, 4, 9) }
    #expect(trial.spent.forwards == 6 * 2 + 3 * 4)
    #expect(!trial.findings.map(\.kind).contains(.equivalentMethod))
  }

  @Test("AdaZeta that never asks a second query says that it is MeZO")
  func equivalent() throws {
    let trial = try Self.trial(Component("adazeta")) { ($0.train, $0.batch, $0.steps) = (4, 4, 6) }
    let finding = trial.findings.first { $0.kind == .equivalentMethod }
    #expect(finding?.message.contains("does what zo-sgd does") == true)
  }

  @Test("an adapter of tensor trains trains by AdaZeta and by backpropagation")
  func adapter() throws {
    for name in ["adazeta", "fo-adam"] {
      var run = Runs.settings
      (run.steps, run.batch) = (20, 12)
      var cell = Runs.cell(Component(name, ["learningRate": .number(1e-2)]), run)
      cell.scheme = Component("tensor-train", ["rank": .integer(3), "bottleneck": .integer(8)])
      let trial = try #require(Runs.run(cell).trials.first)
      #expect(trial.outcome == .completed)
      let (start, end) = (try #require(trial.curve.first), try #require(trial.curve.last))
      if name == "fo-adam" { #expect(end < start) }
    }
  }

  @Test("an optimizer that asks for all data is refused where answers are generated")
  func generated() throws {
    var run = Runs.settings
    run.objective = .f1
    let cell = Runs.cell(task: "mini-squad", Component("mezo-svrg"), run)
    let problem = #expect(throws: InputProblem.self) { try Runs.forecast(cell) }
    #expect(problem?.message.contains("all training data") == true)
  }

  @Test("meta-training writes networks with which ZO Fine-tuner runs, and no others")
  func metaTraining() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("networks-\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    var recipe = MetaTraining.Recipe()
    (recipe.model, recipe.task) = (Checkpoints.path("opt"), "mini-sst2")
    (recipe.epochs, recipe.restart, recipe.examples, recipe.batch) = (3, 2, 10, 4)
    (recipe.updateRate, recipe.networkRate) = (1e-3, 10)
    var (steps, spread) = (0, 0.0)
    try MetaTraining(recipe).write(
      to: url, Planner(dataDirectory: nil, complete: true), Interruption()
    ) {
      steps += 1
      spread = $0.scales.upperBound - $0.scales.lowerBound
      #expect($0.loss.isFinite && $0.after.isFinite && $0.steps == 9)
    }
    #expect(steps == 9 && spread > 0)
    let trial = try Self.trial(Component("zo-fine-tuner", ["networks": .text(url.path)]))
    #expect(trial.outcome == .completed)
    var cell = Runs.cell(Component("zo-fine-tuner", ["networks": .text(url.path)]))
    cell.scheme = Component("lora")
    let problem = #expect(throws: InputProblem.self) { try Runs.forecast(cell) }
    #expect(problem?.message.contains("meta-train") == true)
  }
}
