import Foundation
import Testing
import Training
import Vocabulary

/// Frozen matrices that are read from the checkpoint's file at every use.
@Suite("Streamed weights", .tags(.slow))
struct StreamingTests {
  private static func cell(
    _ optimizer: String, scheme: String, streaming: Bool, format: StorageFormat
  ) -> Cell {
    var run = Runs.settings
    (run.streaming, run.weights) = (streaming, format)
    var cell = Runs.cell(Component(optimizer), run)
    cell.scheme = Component(scheme)
    return cell
  }

  @Test(
    "train what weights in memory train, bit for bit, as is forecast",
    arguments: ["zo-sgd", "fo-adam", "fzoo"], ["lora", "prefix", "bitfit"])
  func sameWeights(optimizer: String, scheme: String) throws {
    let held = try Runs.run(Self.cell(optimizer, scheme: scheme, streaming: false, format: .f32))
    let cell = Self.cell(optimizer, scheme: scheme, streaming: true, format: .f32)
    let streamed = try Runs.run(cell)
    let entry = try Runs.forecast(cell)
    let one = try #require(held.trials.first)
    let other = try #require(streamed.trials.first)
    #expect(other.curve == one.curve && other.dev == one.dev)
    #expect(other.weightsDigest == one.weightsDigest)
    #expect(streamed.test == held.test)
    #expect(other.training.measured == entry.training)
    #expect(other.evaluation.measured == entry.evaluation)
    let (less, more) = (other.training.measured, one.training.measured)
    #expect(less.peaks[.weights] < more.peaks[.weights])
    #expect(streamed.identity != held.identity)
  }

  @Test("are the last resort of a memory budget, and meet it")
  func budget() throws {
    let cell = Self.cell("zo-sgd", scheme: "lora", streaming: false, format: .f32)
    let whole = try Runs.forecast(cell)
    func smallest(_ streaming: Bool) throws -> Int {
      var cell = Self.cell("zo-sgd", scheme: "lora", streaming: streaming, format: .f32)
      (cell.run.microBatch, cell.run.lanes, cell.run.evaluationBatch) = (1, 1, 1)
      return try Runs.forecast(cell).forecastBytes
    }
    let budget = try smallest(true)
    try #require(try budget < smallest(false))
    let planner = Planner(dataDirectory: nil, complete: true, budget: budget)
    let entry = try Runs.forecast(cell, planner: planner)
    #expect(entry.cell.cell.run.streaming && entry.forecastBytes <= budget)
    let result = try Runs.run(cell, memoryLimit: budget, planner: planner)
    #expect(result.outcome == .completed, "\(result.outcome.detail)")
    #expect(result.trials.first?.training.measured == entry.training)
    let roomy = Planner(dataDirectory: nil, complete: true, budget: whole.forecastBytes)
    #expect(try !Runs.forecast(cell, planner: roomy).cell.cell.run.streaming)
  }

  @Test("are those that lie in the file as they are wanted, and that no step writes")
  func streamable() throws {
    let trained = Self.cell("zo-sgd", scheme: "ft", streaming: true, format: .f32)
    let plain = Self.cell("zo-sgd", scheme: "ft", streaming: false, format: .f32)
    #expect(try Runs.forecast(trained).identity == Runs.forecast(plain).identity)
    let copied = Self.cell("zo-sgd", scheme: "lora", streaming: true, format: .bf16)
    let held = Self.cell("zo-sgd", scheme: "lora", streaming: false, format: .bf16)
    #expect(try Runs.forecast(copied).identity == Runs.forecast(held).identity)
  }
}
