import Testing
import Training
import Vocabulary

/// Runs with weights that are stored as integers.
@Suite("Runs with integer weights", .tags(.slow))
struct IntegerRunTests {
  static let formats: [StorageFormat] = [.int8, .int4]

  private static func cell(
    _ optimizer: Component, _ format: StorageFormat, scheme: Component = Component("ft")
  ) -> Cell {
    var run = Runs.settings
    run.weights = format
    var cell = Runs.cell(optimizer, run)
    cell.scheme = scheme
    return cell
  }

  @Test("take the bytes that were forecast", arguments: formats)
  func bytes(format: StorageFormat) throws {
    let lora = Component("lora", ["rank": .integer(2)])
    let cells = [
      Self.cell(Component("quzo"), format), Self.cell(Component("qzo"), format),
      Self.cell(Component("quzo", ["queries": .integer(3)]), format),
      Self.cell(Component("zo-sgd"), format, scheme: lora),
      Self.cell(Component("fo-adam"), format, scheme: lora),
    ]
    for cell in cells {
      let result = try Runs.run(cell)
      #expect(result.outcome == .completed, "\(cell.name): \(result.outcome.detail)")
      let trial = try #require(result.trials.first)
      #expect(trial.training.forecast == trial.training.measured, "\(cell.name)")
      #expect(trial.evaluation.forecast == trial.evaluation.measured, "\(cell.name)")
      let entry = try Runs.forecast(cell)
      #expect(entry.training == trial.training.measured)
      var wide = cell
      wide.run.weights = .bf16
      if cell.scheme.name != "ft" {
        let bytes = try Runs.forecast(wide).training.peaks[.weights]
        #expect(trial.training.measured.peaks[.weights] < bytes)
      }
    }
  }

  @Test("are refused to optimizers that cannot train integers, with the reason")
  func refusals() throws {
    let cases: [(Cell, String)] = [
      (Self.cell(Component("zo-sgd"), .int8), "quzo or qzo"),
      (Self.cell(Component("fo-adam"), .int4), "weights: int4"),
      (Self.cell(Component("zo-fo-hybrid"), .int8), "quzo or qzo"),
      (Self.cell(Component("quzo"), .f32), "weights: int8 or int4"),
      (Self.cell(Component("qzo"), .bf16), "weights: int8 or int4"),
      (Self.cell(Component("qzo"), .int8, scheme: Component("lora")), "a scheme that trains"),
      (Self.cell(Component("quzo"), .int8, scheme: Component("bitfit")), "a scheme that trains"),
    ]
    for (cell, reason) in cases {
      #expect {
        _ = try Runs.forecast(cell)
      } throws: { error in
        guard let problem = error as? InputProblem else { return false }
        return problem.description.contains(reason)
          && problem.description.contains("optimizer \(cell.optimizer.name)")
      }
    }
  }

  @Test("are the same at any number of jobs and threads: from the seed alone")
  func deterministic() throws {
    let cell = Self.cell(Component("quzo", ["learningRate": .number(1e-3)]), .int4)
    #expect(try Runs.run(cell).reproducible == Runs.run(cell).reproducible)
  }
}
