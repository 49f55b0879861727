import Testing
import Training
import Vocabulary

@Suite("Memory forecasts", .tags(.slow))
struct ForecastTests {
  static let models = [Checkpoints.path("opt"), Checkpoints.path("opt-postnorm"), "tiny-opt"]

  @Test(
    "equal what the ledger measured, byte for byte and account for account",
    arguments: models, [StorageFormat.f32, .bf16, .f16])
  func forecastIsMeasured(model: String, format: StorageFormat) throws {
    var run = Runs.settings
    run.weights = format
    for task in ["mini-sst2", "mini-copa"] {
      for optimizer in Runs.optimizers {
        let cell = Runs.cell(model: model, task: task, optimizer, run)
        let result = try Runs.run(cell)
        #expect(result.outcome == .completed, "\(cell.name): \(result.outcome.detail)")
        let trial = try #require(result.trials.first)
        expectEqual(trial.training, "training of \(cell.name)")
        expectEqual(trial.evaluation, "evaluation of \(cell.name)")
        let entry = try Runs.forecast(cell)
        #expect(entry.training == trial.training.forecast)
        #expect(entry.evaluation == trial.evaluation.forecast)
        #expect(entry.cost == trial.spent)
      }
    }
  }

  private func expectEqual(_ comparison: MemoryComparison, _ phase: String) {
    for account in Account.allCases {
      let (forecast, measured) = (
        comparison.forecast.peaks[account], comparison.measured.peaks[account]
      )
      #expect(forecast == measured, "\(account.rawValue) in \(phase)")
    }
    #expect(comparison.forecast.peakBytes == comparison.measured.peakBytes, "\(phase)")
    #expect(comparison.measured.peaks[.weights] > 0)
    #expect(comparison.measured.peaks[.activations] > 0)
  }

  @Test("are the limit at which a run still fits", arguments: Runs.optimizers)
  func tightLimit(optimizer: Component) throws {
    let cell = Runs.cell(optimizer)
    let bytes = try Runs.forecast(cell).forecastBytes
    #expect(try Runs.run(cell, memoryLimit: bytes).outcome == .completed)
    let refused = try Runs.run(cell, memoryLimit: bytes - 1)
    #expect(refused.outcome == .outOfMemory(needed: bytes, limit: bytes - 1))
  }
}
