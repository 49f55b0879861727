import Optimizers
import Testing
import Training
import Vocabulary

/// Every optimizer of the catalog on a small model.
@Suite("Runs of every optimizer", .tags(.contract, .slow))
struct CatalogRunTests {
  /// Each optimizer, with settings that a small model and few steps allow.
  ///
  /// Of `zo-fine-tuner`, that of a model with networks is in `OwnNetworksTests`.
  static let components: [Component] = OptimizerCatalog.descriptions.filter {
    $0.name != "zo-fine-tuner"
  }.map { entry in
    var smaller: [String: SettingValue] = [
      "rank": .integer(2), "refresh": .integer(2), "blocks": .integer(1),
    ]
    if entry.name == "subzero-plus" { smaller["queries"] = .integer(8) }
    return Component(entry.name, smaller.filter { entry.defaults[$0.key] != nil })
  }

  /// Weights that the optimizer can train.
  private static func settings(_ optimizer: Component) throws -> RunSettings {
    var run = Runs.settings
    run.weights = try OptimizerCatalog.make(optimizer).integers == nil ? .f32 : .int4
    return run
  }

  @Test("end, in the bytes and passes that were forecast", arguments: components)
  func forecast(optimizer: Component) throws {
    let cell = Runs.cell(optimizer, try Self.settings(optimizer))
    let result = try Runs.run(cell)
    let trial = try #require(result.trials.first)
    #expect(trial.outcome == .completed)
    #expect(trial.training.forecast == trial.training.measured)
    #expect(trial.evaluation.forecast == trial.evaluation.measured)
    let entry = try Runs.forecast(cell)
    #expect(entry.cost == trial.spent)
    #expect(entry.flops > 0)
  }

  @Test("a forward gradient is the limit of two-sided probes on a transformer")
  func forwardGradient() throws {
    let losses = try ["forward-grad", "zo-sgd"].map { name in
      let result = try Runs.run(Runs.cell(Component(name, ["learningRate": .number(1e-4)])))
      return try #require(result.trials.first?.dev.last?.loss)
    }
    #expect(abs(losses[0] - losses[1]) < 1e-4)
  }

  @Test("take bytes in the order that theory has them")
  func order() throws {
    let names = ["zo-sgd", "zo-sgd-mmt", "zo-adam", "fo-sgd"]
    let bytes = try names.map { name in
      try Runs.forecast(Runs.cell(Component(name))).training.peakBytes
    }
    #expect(bytes[0] < bytes[1] && bytes[1] < bytes[2])
    #expect(bytes[0] < bytes[3])
  }
}
