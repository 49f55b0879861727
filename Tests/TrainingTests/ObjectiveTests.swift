import Foundation
import Laboratory
import Tasks
import Testing
import Training
import Vocabulary

/// What training minimizes, and how predictions are calibrated, beyond the defaults.
@Suite("Objectives and calibration", .tags(.slow))
struct ObjectiveTests {
  private static func cell(
    _ optimizer: String, task: String = "mini-sst2", scheme: String = "ft",
    model: String = "tiny-opt", _ change: (inout RunSettings) -> Void
  ) -> Cell {
    var run = Runs.settings
    change(&run)
    var cell = Runs.cell(model: model, task: task, Component(optimizer), run)
    cell.scheme = Component(scheme)
    return cell
  }

  @Test("accuracy trains without gradients", arguments: ["mini-sst2", "mini-copa"])
  func accuracy(task: String) throws {
    let cell = Self.cell("zo-sgd", task: task) { ($0.objective, $0.batch) = (.accuracy, 6) }
    let result = try Runs.run(cell)
    #expect(result.outcome == .completed)
    let trial = try #require(result.trials.first)
    #expect(trial.training.forecast == trial.training.measured)
    // The mean of two probes, each a number of wrong examples out of six.
    #expect(
      trial.curve.allSatisfy { 0...1 ~= $0 && abs((12 * $0).rounded() - 12 * $0) < 1e-4 })
    #expect(trial.dev.allSatisfy { $0.loss.map { $0 > 0 } ?? false })
  }

  @Test("what has no gradient is refused where one is needed", arguments: ["fo-sgd", "fo-adam"])
  func firstOrder(optimizer: String) throws {
    let cell = Self.cell(optimizer) { $0.objective = .accuracy }
    let problem = #expect(throws: InputProblem.self) { _ = try Runs.forecast(cell) }
    #expect(problem?.place == "optimizer \(optimizer)")
    #expect(problem?.message.contains("zeroth-order optimizer") == true)
  }

  @Test(
    "what does not go together is refused",
    arguments: [
      ("objective", "f1", "mini-sst2"), ("objective", "accuracy", "mini-squad"),
      ("calibration", "sfc", "mini-squad"),
      ("calibration", "icl-sfc", "mini-sst2"),
    ])
  func refusals(setting: String, value: String, task: String) throws {
    let run = try RunSettings.resolved(from: Component("run", [setting: .text(value)]))
    let cell = Self.cell("zo-sgd", task: task) {
      ($0.objective, $0.calibration) = (run.objective, run.calibration)
    }
    #expect(throws: InputProblem.self) { _ = try Runs.forecast(cell) }
  }

  @Test("calibration changes predictions, not losses", arguments: [StorageFormat.f32, .bf16])
  func calibration(format: StorageFormat) throws {
    let results = try [Calibration.none, .sfc].map { calibration in
      try Runs.run(
        Self.cell("zo-sgd", task: "mini-copa", scheme: "zero-shot") {
          ($0.calibration, $0.weights) = (calibration, format)
        })
    }
    for result in results {
      #expect(result.outcome == .completed, "\(result.outcome.detail)")
      let trial = try #require(result.trials.first)
      #expect(trial.evaluation.forecast == trial.evaluation.measured)
    }
    #expect(results[0].test?.metrics["loss"] == results[1].test?.metrics["loss"])
    #expect(results[0].test?.correct != results[1].test?.correct)
  }

  /// Scored by hand: the option's tokens after the prompt and after the calibration text.
  @Test("calibrated scores are differences of summed log-probabilities")
  func byHand() throws {
    let cell = Self.cell("zo-sgd", scheme: "zero-shot") { $0.calibration = .sfc }
    let result = try Runs.run(cell)
    let sample = try TaskSample(of: TaskCatalog.make(cell.task, data: nil), cell.run)
    let scorer = try TextScorer(model: "tiny-opt")
    func sum(_ text: String, after prompt: String) throws -> Float {
      let (whole, part) = (
        try scorer.score(String(text.drop { $0 == " " })),
        try scorer.score(String(prompt.drop { $0 == " " }))
      )
      return whole.logprobs.suffix(whole.ids.count - part.ids.count).reduce(0, +)
    }
    let expected = try sample.test.map { example in
      let scores = try example.options.map { option in
        let bare = try #require(example.withoutInput)
        return try sum(example.prompt + option, after: example.prompt)
          - sum(bare + option, after: bare)
      }
      return (scores[1] > scores[0] ? 1 : 0) == example.gold
    }
    #expect(result.test?.correct == expected)
  }

  /// Upstream sums the last `n` of the log-probabilities that there are, and the first token has
  /// none: an option of one token is calibrated by an empty sum.
  @Test(
    "an empty calibration text without a beginning of text scores no first token",
    arguments: ["mini-winogrande", "mini-cb"])
  func nothingBefore(task: String) throws {
    let directory = ScratchDirectory()
    let model = try Checkpoints.copy("qwen2", to: directory.url, positions: 256)
    let cell = Self.cell("zo-sgd", task: task, scheme: "zero-shot", model: model) {
      $0.calibration = .sfc
    }
    let result = try Runs.run(cell)
    #expect(result.outcome == .completed, "\(result.outcome.detail)")
    let trial = try #require(result.trials.first)
    #expect(trial.evaluation.forecast == trial.evaluation.measured)
    let sample = try TaskSample(of: TaskCatalog.make(cell.task, data: nil), cell.run)
    let scorer = try TextScorer(model: model)
    func score(_ text: String) throws -> TokenScores {
      try scorer.score(text.trimmingCharacters(in: [" "]))
    }
    let expected = try sample.test.map { example in
      #expect(example.withoutInput == "")
      let asked = try score(example.prompt)
      let scores = try example.options.map { option in
        let (whole, alone) = (try score(example.prompt + option), try score(option))
        return whole.logprobs.suffix(whole.ids.count - asked.ids.count).reduce(0, +)
          - alone.logprobs.reduce(0, +)
      }
      return scores.indices.max { scores[$0] < scores[$1] } == example.gold
    }
    #expect(result.test?.correct == expected)
  }

  @Test("calibration behind demonstrations is another one")
  func demonstrations() throws {
    let identities = try Calibration.allCases.map { calibration in
      try Runs.run(
        Self.cell("zo-sgd", task: "mini-copa", scheme: "icl") {
          ($0.calibration, $0.train) = (calibration, 2)
        })
    }
    #expect(identities.allSatisfy { $0.outcome == .completed })
    let correct = identities.map { $0.test?.correct }
    #expect(Set(correct).count > 1)
  }
}
