import Foundation
import Testing
import Training
import Vocabulary

/// A batch in pieces, and probes one after the other, are the same training.
@Suite("Micro-batches", .tags(.slow))
struct MicroBatchTests {
  private static func cell(
    _ optimizer: String, task: String = "mini-sst2", microBatch: Int = 0, lanes: Int = 0,
    scheme: String = "ft"
  ) -> Cell {
    var run = Runs.settings
    (run.microBatch, run.lanes) = (microBatch, lanes)
    if task == "mini-squad" { (run.dev, run.test, run.maxNewTokens) = (2, 2, 4) }
    // The answers of mini-squad want a tokenizer that decodes.
    let model = task == "mini-squad" ? "tiny-opt" : Checkpoints.path("opt")
    var cell = Runs.cell(model: model, task: task, Component(optimizer), run)
    cell.scheme = Component(scheme)
    return cell
  }

  private static func trial(_ cell: Cell) throws -> TrialResult {
    let result = try Runs.run(cell)
    #expect(result.outcome == .completed, "\(cell.name): \(result.outcome.detail)")
    let trial = try #require(result.trials.first)
    #expect(trial.training.forecast == trial.training.measured, "\(cell.name)")
    #expect(trial.evaluation.forecast == trial.evaluation.measured, "\(cell.name)")
    return trial
  }

  /// The largest difference of two curves, relative to the loss.
  private static func difference(_ one: [Float], _ other: [Float]) -> Float {
    guard one.count == other.count else { return .infinity }
    return zip(one, other).map { abs($0 - $1) / abs($1) }.max() ?? .infinity
  }

  static let optimizers = [
    "zo-sgd", "zo-adam", "fzoo", "mezo-svrg", "dpzero", "forward-grad", "fo-sgd", "fo-adam",
    "zo-fo-hybrid",
  ]

  @Test(
    "have the losses of whole batches, up to rounding", arguments: optimizers, [1, 3])
  func losses(optimizer: String, microBatch: Int) throws {
    for task in ["mini-sst2", "mini-squad"] {
      let whole = try Self.trial(Self.cell(optimizer, task: task))
      let pieces = try Self.trial(Self.cell(optimizer, task: task, microBatch: microBatch))
      let difference = Self.difference(pieces.curve, whole.curve)
      #expect(difference < 1e-5, "\(optimizer) on \(task): \(difference)")
      #expect(pieces.spent == whole.spent && pieces.tokens == whole.tokens)
      let (less, more) = (pieces.training.measured, whole.training.measured)
      #expect(less.peaks[.activations] < more.peaks[.activations])
    }
  }

  @Test("change no bit where probes take turns", arguments: ["zo-sgd", "zo-adam", "dpzero"])
  func turns(optimizer: String) throws {
    let together = try Self.trial(Self.cell(optimizer))
    let turns = try Self.trial(Self.cell(optimizer, lanes: 1))
    #expect(turns.curve == together.curve)
    #expect(turns.weightsDigest == together.weightsDigest)
    let (less, more) = (turns.training.measured, together.training.measured)
    #expect(less.peaks[.activations] < more.peaks[.activations])
  }

  @Test(
    "are refused by name where examples must be together",
    arguments: ["grzo", "eggroll", "agzo"])
  func refused(optimizer: String) throws {
    let error = #expect(throws: InputProblem.self) {
      try Runs.forecast(Self.cell(optimizer, microBatch: 2))
    }
    #expect(error?.description.contains(optimizer) ?? false)
    #expect(error?.description.contains("microBatch") ?? false)
  }

  @Test("as large as the batch are the batch itself")
  func whole() throws {
    let plain = try Runs.forecast(Self.cell("zo-sgd"))
    #expect(try Runs.forecast(Self.cell("zo-sgd", microBatch: 4)).identity == plain.identity)
    #expect(try Runs.forecast(Self.cell("zo-sgd", lanes: 2)).identity == plain.identity)
    #expect(try Runs.forecast(Self.cell("zo-sgd", microBatch: 2)).identity != plain.identity)
  }

  @Test("are chosen by a memory budget, which is met to the byte", arguments: optimizers)
  func budget(optimizer: String) throws {
    let cell = Self.cell(optimizer)
    let whole = try Runs.forecast(cell)
    func divided(_ microBatch: Int, _ lanes: Int, _ evaluated: Int) throws -> PlanEntry {
      var cell = Self.cell(optimizer, microBatch: microBatch, lanes: lanes)
      cell.run.evaluationBatch = evaluated
      return try Runs.forecast(cell)
    }
    let smallest = try divided(1, 1, 1)
    let enough = try divided(2, 1, 16)
    for budget in [whole.forecastBytes, enough.forecastBytes, smallest.forecastBytes] {
      let planner = Planner(dataDirectory: nil, complete: true, budget: budget)
      let entry = try Runs.forecast(cell, planner: planner)
      #expect(entry.forecastBytes <= budget)
      let result = try Runs.run(cell, memoryLimit: budget, planner: planner)
      let trial = try #require(result.trials.first)
      #expect(result.outcome == .completed, "\(result.outcome.detail)")
      #expect(trial.training.measured == entry.training)
      #expect(trial.evaluation.measured == entry.evaluation)
      #expect(result.identity == entry.identity)
    }
    let roomy = Planner(dataDirectory: nil, complete: true, budget: whole.forecastBytes)
    #expect(try Runs.forecast(cell, planner: roomy).identity == whole.identity)
  }

  @Test("are as few as can be: a byte less than a way needs takes the next one")
  func fewest() throws {
    let cell = Self.cell("zo-sgd")
    let whole = try Runs.forecast(cell)
    let planner = Planner(
      dataDirectory: nil, complete: true, budget: whole.training.peakBytes - 1)
    let entry = try Runs.forecast(cell, planner: planner)
    #expect(entry.cell.cell.run.microBatch == 0)
    #expect(entry.cell.cell.run.lanes == 1)
    let none = Planner(dataDirectory: nil, complete: true, budget: 1000)
    #expect(try Runs.forecast(cell, planner: none).identity == whole.identity)
  }

  @Test("that are the smallest say what a cell needs that fits in no turns", arguments: optimizers)
  func least(optimizer: String) throws {
    let cell = Self.cell(optimizer)
    var smallest = Self.cell(optimizer, microBatch: 1, lanes: 1)
    smallest.run.evaluationBatch = 1
    let least = try Runs.forecast(smallest).forecastBytes
    func entry(_ budget: Int?) throws -> PlanEntry {
      let planner = Planner(dataDirectory: nil, complete: true, budget: budget)
      let plan = try planner.plan([SeededCell(cell, seed: 0)]).checked()
      return try #require(plan.with(states: [.new], budget: budget).entries.first)
    }
    let whole = try entry(nil)
    #expect(whole.leastBytes == nil)
    #expect(try entry(least).leastBytes == nil)
    let none = try entry(least - 1)
    #expect(none.leastBytes == least && none.forecastBytes == whole.forecastBytes)
    #expect(none.identity == whole.identity)
    guard case .skipped(let reason) = none.state else {
      Issue.record("\(none.state)")
      return
    }
    #expect(reason.hasPrefix("needs at least ") && reason.contains(" undivided); "), "\(reason)")
    let planner = Planner(dataDirectory: nil, complete: true, budget: 1)
    let extremes = try #require(try planner.extremes(SeededCell(cell, seed: 0)))
    #expect(extremes.least == least && extremes.whole == whole.forecastBytes)
  }
}
