import Foundation
import Testing
import Training
import Vocabulary

/// Steps that several processes share, here threads.
@Suite("Steps shared by processes", .tags(.slow))
struct SharedStepTests {
  private static let settings: RunSettings = {
    var run = Runs.settings
    (run.steps, run.dev, run.test) = (6, 6, 8)
    return run
  }()

  private static func run(
    _ cell: Cell, _ processes: Int, _ division: StepDivision? = nil,
    keeping: Keeping = Keeping(), stop: Int? = nil
  ) throws -> (results: [RunResult], kept: KeptRun) {
    let kept = KeptRun()
    let results = try ThreadGroup.run(processes) { member in
      let interruption = Interruption()
      let stopper = StepObserver { if $0 == stop { interruption.request() } }
      // The last process is the one that wishes to stop.
      let observers: [any RunObserver] =
        (member.rank == 0 ? [kept] : []) + (member.rank == processes - 1 ? [stopper] : [])
      var keeping = keeping
      keeping.isReadOnly = member.rank > 0
      return try Runs.run(
        cell, interruption: interruption, observers: observers, keeping: keeping,
        sharing: StepSharing(member, division: division))
    }
    return (results, kept)
  }

  private static func digests(_ results: [RunResult]) -> Set<ContentDigest?> {
    Set(results.map { $0.trials.first?.weightsDigest })
  }

  static let probed = [
    Component("zo-sgd"), Component("zo-sgd", ["queries": .integer(3)]), Component("fzoo"),
    Component("hizoo"), Component("mezo-svrg", ["interval": .integer(2)]), Component("grzo"),
    Component("agzo"), Component("eggroll"), Component("zo-adam"),
  ]

  @Test("divided by probes, they give the bits of one process", arguments: probed, [2, 4])
  func probes(optimizer: Component, processes: Int) throws {
    let cell = Runs.cell(optimizer, Self.settings)
    let alone = try Runs.run(cell)
    let shared = try Self.run(cell, processes).results
    #expect(alone.outcome == .completed)
    let whole = try #require(alone.trials.first)
    #expect(Self.digests(shared) == [whole.weightsDigest])
    let leader = try #require(shared.first?.trials.first)
    #expect(leader.curve == whole.curve)
    #expect(leader.tokens == whole.tokens && leader.spent == whole.spent)
    #expect(leader.exchange?.processes == processes && leader.exchange?.division == .probes)
  }

  @Test(
    "divided by examples, losses agree within rounding, and all have the same weights",
    arguments: ["zo-sgd", "fo-sgd", "fo-adam", "forward-grad"], [2, 4])
  func examples(name: String, processes: Int) throws {
    var optimizer = Component(name)
    optimizer.settings["learningRate"] = .number(1e-3)
    let cell = Runs.cell(optimizer, Self.settings)
    let alone = try #require(Runs.run(cell).trials.first)
    let shared = try Self.run(cell, processes, .examples).results
    #expect(Self.digests(shared).count == 1)
    let leader = try #require(shared.first?.trials.first)
    #expect(leader.outcome == .completed && leader.exchange?.division == .examples)
    let differences = zip(alone.curve, leader.curve).map { abs($0 - $1) }
    let largest = differences.max() ?? 1
    #expect(largest < 2e-5)
  }

  @Test("passes over all data are counted as one process counts them, however steps are divided")
  func dataPasses() throws {
    let cell = Runs.cell(Component("mezo-svrg", ["interval": .integer(2)]), Self.settings)
    let alone = try #require(Runs.run(cell).trials.first)
    for division in [StepDivision.probes, .examples] {
      let shared = try Self.run(cell, 2, division).results
      let leader = try #require(shared.first?.trials.first)
      #expect(leader.outcome == .completed && leader.exchange?.division == division)
      #expect(leader.spent == alone.spent && leader.tokens == alone.tokens)
    }
  }

  @Test("what is exchanged is what was counted: scalars for losses, the gradient otherwise")
  func bytes() throws {
    let scalars = try Self.run(Runs.cell(Component("zo-sgd"), Self.settings), 2).results
    // Of two probes, each process has one.
    #expect(scalars.first?.trials.first?.exchange?.bytes == 6 * 4)
    let dense = try Self.run(Runs.cell(Component("fo-sgd"), Self.settings), 2).results
    let result = try #require(dense.first)
    // The gradient, its loss, and whether that is finite.
    let step = 4 * result.trainableParameters + 8
    #expect(result.trials.first?.exchange?.bytes == 6 * step)
  }

  @Test("a wish to stop of any process stops all after the same step, and the run goes on alone")
  func interrupted() throws {
    let cell = Runs.cell(Component("zo-sgd"), Self.settings)
    let whole = try Runs.run(cell)
    let (stopped, kept) = try Self.run(cell, 2, stop: 3)
    #expect(stopped.allSatisfy { $0.outcome == .interrupted })
    #expect(kept.progress[0]?.result.stepsDone == 3)
    let resumed = try kept.resumed(cell)
    #expect(resumed.trials.first?.weightsDigest == whole.trials.first?.weightsDigest)
  }

  @Test("what cannot be divided is refused by name, in every process")
  func refused() throws {
    let few = try Self.run(Runs.cell(Component("fo-sgd"), Self.settings), 5).results
    let own = try Self.run(Runs.cell(Component("grzo"), Self.settings), 2, .examples).results
    for (result, word) in few.map({ ($0, "batch of 4") }) + own.map({ ($0, "divide probes") }) {
      guard case .failed(let message) = result.outcome else {
        Issue.record("it was not refused")
        continue
      }
      #expect(message.contains(word))
    }
  }

  @Test("a loss that is not finite ends the trial in every process at the same step")
  func diverged() throws {
    let cell = Runs.cell(
      Component("zo-sgd", ["learningRate": .number(1e30)]), Self.settings)
    let outcomes = try Self.run(cell, 2).results.map(\.outcome)
    #expect(outcomes.count == 2 && outcomes[0] == outcomes[1])
    guard case .diverged = outcomes.first else {
      Issue.record("it did not diverge")
      return
    }
  }
}
