import Synchronization
import Testing
import Training
import Vocabulary

/// A request to stop is met wherever a run looks at it, in evaluations too; what goes on from there
/// ends as if it had never stopped.
@Suite("Interrupted evaluations", .tags(.slow))
struct EvaluationInterruptionTests {
  /// Counts how often a run asks, and stops it at one of the times.
  private final class Watch: Sendable {
    private let asked = Atomic(0)
    private let last: Int

    init(stoppingAt last: Int) { self.last = last }

    var count: Int { asked.load(ordering: .relaxed) }

    var interruption: Interruption {
      Interruption { self.asked.add(1, ordering: .relaxed).newValue >= self.last }
    }
  }

  private static func cell(_ optimizer: String, _ scheme: String, _ task: String) -> Cell {
    var run = Runs.settings
    (run.steps, run.evaluations, run.dev, run.test, run.evaluationBatch) = (4, 2, 6, 10, 2)
    if scheme == "ft" { (run.alsoScore, run.readOut) = (["mini-rte"], [4, 8]) }
    if task == "mini-copa" { run.calibration = .sfc }
    var cell = Runs.cell(model: "tiny-opt", task: task, Component(optimizer), run)
    cell.scheme = Component(scheme)
    return cell
  }

  @Test(
    "go on at every place where they may stop",
    arguments: [
      ("zo-sgd", "ft", "mini-copa"), ("fo-sgd", "ft", "mini-sst2"),
      ("none", "zero-shot", "mini-copa"), ("none", "zero-shot", "mini-squad"),
      ("none", "linear-probe", "mini-sst2"),
    ])
  func everywhere(optimizer: String, scheme: String, task: String) throws {
    let cell = Self.cell(optimizer, scheme, task)
    let all = Watch(stoppingAt: .max)
    let whole = try Runs.run(cell, interruption: all.interruption)
    #expect(whole.outcome == .completed, "\(whole.outcome.detail)")
    // Of development, test and other tasks alone: batches of two.
    #expect(all.count > 8)
    // The first time is before the run.
    for last in stride(from: 2, through: all.count, by: 3) {
      let directory = ScratchDirectory()
      let keeping = Keeping(interval: 0, directory: directory.url)
      let (kept, watch) = (KeptRun(), Watch(stoppingAt: last))
      let stopped = try Runs.run(
        cell, interruption: watch.interruption, observers: [kept], keeping: keeping)
      guard last < all.count else { continue }
      #expect(stopped.outcome == .interrupted, "at \(last) of \(all.count)")
      #expect(watch.count - last < 3, "it went on after it was asked")
      let resumed = try kept.resumed(cell, keeping: keeping)
      #expect(resumed.reproducible == whole.reproducible, "at \(last) of \(all.count)")
    }
  }
}
