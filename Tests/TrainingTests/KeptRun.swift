import Foundation
import Synchronization
import Training
import Vocabulary

/// What an observer of a run would have stored, and what happened.
final class KeptRun: RunObserver {
  private struct State {
    var progress: [Int: TrialProgress] = [:]
    var finished: [Int: TrialResult] = [:]
    var steps = 0
    var findings: [HealthFinding] = []
  }

  private let state = Mutex(State())

  /// What is known of the trials; logs of finished ones, too.
  var progress: [Int: TrialProgress] { state.withLock { $0.progress } }
  var finished: [Int: TrialResult] { state.withLock { $0.finished } }
  /// Steps that were made, over all trials.
  var steps: Int { state.withLock { $0.steps } }
  var findings: [HealthFinding] { state.withLock { $0.findings } }

  func observe(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .stepped: state.steps += 1
      case .progressed(_, _, let trial, let piece):
        let log = (state.progress[trial]?.log.prefix(piece.start)).map(Array.init) ?? []
        state.progress[trial] = TrialProgress(result: piece.result, log: log + piece.log)
      case .trialFinished(_, _, let trial, let result):
        state.finished[trial] = result
        state.progress[trial]?.result = result
      case .found(_, _, let finding): state.findings.append(finding)
      default: break
      }
    }
  }

  /// A run that is asked to stop after `count` steps in all, as Ctrl-C does.
  static func stopped(
    after count: Int, _ cell: Cell, keeping: Keeping = Keeping()
  ) throws -> KeptRun {
    let (kept, interruption) = (KeptRun(), Interruption())
    let stopper = StepObserver { _ in if kept.steps == count { interruption.request() } }
    _ = try Runs.run(
      cell, interruption: interruption, observers: [kept, stopper], keeping: keeping)
    return kept
  }

  /// A run that goes on from what was kept.
  func resumed(
    _ cell: Cell, keeping: Keeping = Keeping(), observers: [any RunObserver] = []
  ) throws -> RunResult {
    try Runs.run(
      cell, observers: observers, finished: finished, progress: progress, keeping: keeping)
  }
}

/// A directory of one test's own, gone with this object.
final class ScratchDirectory {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("zobench-training-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: url) }

  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
  }
}
