import Models
import Tensors
import Testing
import Training
import Vocabulary

/// Scores on tasks that a run does not train on.
@Suite("Scores on other tasks", .tags(.slow))
struct OtherScoreTests {
  private static func cell(_ others: [String], steps: Int, task: String = "mini-sst2") -> Cell {
    var run = Runs.settings
    (run.steps, run.evaluations, run.alsoScore) = (steps, 1, others)
    var cell = Runs.cell(Component("zo-sgd", ["learningRate": .number(1e-2)]), run)
    cell.task = Component(task)
    return cell
  }

  @Test("are those of runs on these tasks that make no step, before; forecast and measured agree")
  func before() throws {
    let result = try Runs.run(Self.cell(["mini-copa", "mini-rte"], steps: 2))
    let trial = try #require(result.trials.first)
    let scores = try #require(trial.others)
    #expect(scores.map(\.task) == ["mini-copa", "mini-rte"])
    #expect(trial.evaluation.forecast == trial.evaluation.measured)
    #expect(trial.training.forecast == trial.training.measured)
    for score in scores {
      var cell = Self.cell([], steps: 0, task: score.task)
      cell.scheme = Component("zero-shot")
      let other = try #require(Runs.run(cell).trials.first?.dev.last)
      #expect(score.before == other.score)
    }
  }

  @Test("change with the weights, and change nothing of the run")
  func after() throws {
    let (plain, scored) = (
      try Runs.run(Self.cell([], steps: 3)), try Runs.run(Self.cell(["mini-copa"], steps: 3))
    )
    #expect(plain.trials.first?.others == nil)
    #expect(plain.trials.first?.weightsDigest == scored.trials.first?.weightsDigest)
    #expect(plain.test?.metrics == scored.test?.metrics)
    #expect(plain.identity != scored.identity)
  }

  @Test("of the run's own task are none, nor is a run another one by them")
  func own() throws {
    let own = try Runs.run(Self.cell(["mini-sst2"], steps: 1))
    #expect(own.trials.first?.others?.isEmpty ?? true)
    #expect(own.identity == (try Runs.run(Self.cell([], steps: 1))).identity)
  }
}
