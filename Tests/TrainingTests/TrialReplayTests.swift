import Foundation
import Testing
import Training
import Vocabulary

/// A stored trial is made again from its log alone.
@Suite("A stored trial made again")
struct TrialReplayTests {
  static let optimizers = ["zo-sgd", "mezo-svrg", "zo-adam", "lozo-m"]

  private static let origin = ExportOrigin(version: "0", command: "zobench replay")

  @Test("has the weights that it had", arguments: optimizers)
  func last(name: String) throws {
    let cell = Runs.cell(Component(name, ["learningRate": .number(1e-3)]), ResumeTests.settings)
    let (kept, scratch) = (KeptRun(), ScratchDirectory())
    let result = try Runs.run(cell, observers: [kept])
    let replay = try TrialReplay(
      result.cell, result.identity, #require(kept.progress[0]),
      planner: Planner(dataDirectory: nil, complete: true))
    let made = try replay.write(.last, to: scratch.url, trial: 0, Self.origin)
    #expect(made.steps == ResumeTests.settings.steps && made.isWritten)
    #expect(made.isSame == true)
    #expect(made.digest == result.trials.first?.weightsDigest)
    #expect(scratch.names.contains("model.safetensors"))
    let begin = try replay.write(.step(0), to: scratch.url, trial: 0, Self.origin)
    #expect(begin.isSame == nil && begin.digest != made.digest)
  }

  @Test("is refused when what it ran with has changed")
  func changed() throws {
    let cell = Runs.cell(Component("zo-sgd"), ResumeTests.settings)
    let kept = KeptRun()
    let result = try Runs.run(cell, observers: [kept])
    var identity = result.identity
    identity.data = ContentDigest(of: "other")
    let progress = try #require(kept.progress[0])
    let planner = Planner(dataDirectory: nil, complete: true)
    let problem = #expect(throws: InputProblem.self) {
      try TrialReplay(result.cell, identity, progress, planner: planner)
    }
    #expect(problem?.message.contains("the data changed") == true)
    #expect(throws: InputProblem.self) {
      try TrialReplay(
        SeededCell(cell, seed: 1), result.identity, progress, planner: planner)
    }
  }
}
