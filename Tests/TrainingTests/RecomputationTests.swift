import Foundation
import Testing
import Training
import Vocabulary

/// Activations that a backward pass computes again instead of keeping them.
@Suite("Activations computed again", .tags(.slow))
struct RecomputationTests {
  private static func trial(
    _ optimizer: String, checkpointing: Bool, scheme: String = "ft", microBatch: Int = 0
  ) throws -> TrialResult {
    var run = Runs.settings
    (run.checkpointing, run.microBatch) = (checkpointing, microBatch)
    var cell = Runs.cell(model: "tiny-opt", Component(optimizer), run)
    cell.scheme = Component(scheme)
    let result = try Runs.run(cell)
    #expect(result.outcome == .completed, "\(result.outcome.detail)")
    return try #require(result.trials.first)
  }

  @Test(
    "are another way to the same weights, bit for bit, in less memory that is forecast",
    arguments: ["fo-sgd", "fo-adam", "fo-adamw", "zo-fo-hybrid"], ["ft", "lora"])
  func sameWeights(optimizer: String, scheme: String) throws {
    // A hybrid of layers has none that train in every part under some schemes.
    if optimizer == "zo-fo-hybrid", scheme != "ft" { return }
    let kept = try Self.trial(optimizer, checkpointing: false, scheme: scheme)
    let again = try Self.trial(optimizer, checkpointing: true, scheme: scheme)
    #expect(again.curve == kept.curve)
    #expect(again.weightsDigest == kept.weightsDigest)
    #expect(again.training.forecast == again.training.measured)
    let (less, more) = (again.training.measured, kept.training.measured)
    #expect(less.peaks[.activations] <= more.peaks[.activations])
    // A hybrid differentiates its last layers only.
    if optimizer != "zo-fo-hybrid" {
      #expect(less.peaks[.activations] < more.peaks[.activations])
    }
  }

  @Test("go with micro-batches")
  func withPieces() throws {
    let kept = try Self.trial("fo-adam", checkpointing: false, microBatch: 2)
    let again = try Self.trial("fo-adam", checkpointing: true, microBatch: 2)
    #expect(again.weightsDigest == kept.weightsDigest)
    #expect(again.training.forecast == again.training.measured)
  }

  @Test("are no setting of a method without a backward pass")
  func zerothOrder() throws {
    var run = Runs.settings
    let plain = try Runs.forecast(Runs.cell(Component("zo-sgd"), run))
    run.checkpointing = true
    #expect(try Runs.forecast(Runs.cell(Component("zo-sgd"), run)).identity == plain.identity)
    let first = Runs.cell(Component("fo-sgd"), run)
    #expect(try Runs.forecast(first).identity != plain.identity)
  }
}
