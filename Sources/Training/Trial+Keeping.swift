import Foundation
import Optimizers
import Schemes
import Tensors
import Vocabulary

/// What lets another process go on with a trial.
extension Trial {
  /// Goes on where an earlier process stopped; what cannot be used is told, and the trial begins
  /// again.
  ///
  /// - Throws: `Interrupted`.
  func resume() throws {
    do {
      if let log, let found = keeper.found, found.result.readOuts != nil || !hasReadOuts {
        try replay(found, from: log.root)
      } else if log == nil, let checkpoint = keeper.checkpoint, checkpoint.exists {
        let record = try checkpoint.read(weights: weights, iterate: iterate)
        health = HealthWatch(after: record.slopes)
        kept = record.kept
        take(record.result, curve: record.result.curve)
      }
    } catch let interrupted as Interrupted {
      throw interrupted
    } catch {
      notify(.warned("a trial begins again: \(error)"))
      result.findings.append(HealthFinding(.beganAgain, "The trial began again: \(error)."))
    }
    result.seconds.setUp += watch.lap()
  }

  /// Makes the steps of a log again, and keeps the weights on the way that are tested.
  private func replay(_ found: TrialProgress, from root: RandomKey) throws {
    guard !found.isDamaged else { throw found.problem }
    let stored = try StepLog(decoding: found.log)
    guard stored.root == root, stored.count == found.result.stepsDone,
      stored.count <= plan.run.steps
    else {
      throw InputProblem(
        at: "step log",
        "has \(stored.count) steps of another trial, or not the \(found.result.stepsDone) that "
          + "were stored")
    }
    try iterate.check(stored)
    let readOuts = (found.result.readOuts ?? []).map(\.dev.step)
    let best = found.result.best(by: plan.run.selectBy).map { [$0.step] } ?? []
    for step in Set(readOuts + best).sorted() where step < plan.run.steps {
      try iterate.replay(stored, to: step, checkInterruption: checkInterruption)
      try kept.take(weights, at: step)
    }
    try iterate.replay(stored, checkInterruption: checkInterruption)
    log = stored
    keptBytes = stored.bytes.count
    let estimates = stored.estimates
    health = HealthWatch(after: estimates.map(\.largestSlope))
    take(found.result, curve: estimates.map(\.loss))
  }

  private func take(_ earlier: TrialResult, curve: [Float]) {
    var merged = earlier
    merged.point = result.point
    merged.curve = curve
    merged.outcome = .completed
    merged.weightsDigest = nil
    merged.training.forecast = result.training.forecast
    merged.evaluation.forecast = result.evaluation.forecast
    merged.seconds.setUp += result.seconds.setUp
    result = merged
    keptSteps = result.stepsDone
    keptEvaluations = result.dev.count
  }

  private var hasReadOuts: Bool { !plan.run.readOut.isEmpty }

  /// Whether there is something that was not kept yet.
  private var isBehind: Bool {
    keptSteps != result.stepsDone || keptEvaluations != result.dev.count
  }

  /// Keeps the trial as it is now; the time is counted in no phase.
  func keep() {
    guard isBehind, plan.resolution.scheme.learning == .steps else { return }
    var current = result
    current.outcome = .interrupted
    pulse.beat {
      if let log {
        let piece = Array(log.bytes[keptBytes...])
        notify(.progressed(TrialProgress(result: current, start: keptBytes, log: piece)))
        keptBytes = log.bytes.count
      } else {
        write(current)
      }
    }
    keptSteps = result.stepsDone
    keptEvaluations = result.dev.count
    _ = watch.lap()
  }

  /// A checkpoint that cannot be written costs time if the process is killed, and nothing else.
  private func write(_ current: TrialResult) {
    guard let checkpoint = keeper.checkpoint, !keeper.isReadOnly, iterate.isKeptByBlocks else {
      return
    }
    do {
      try checkpoint.write(
        .init(result: current, slopes: health.slopes, kept: kept), weights: weights,
        iterate: iterate)
    } catch {
      keeper.checkpoint = nil
      notify(.warned("no checkpoints are written: \(error)"))
    }
  }
}

extension TrialProgress {
  /// What is told of a log that is not to be believed.
  var problem: InputProblem {
    InputProblem(at: "step log", "it has changed since it was stored, so nothing of it is used")
  }
}

/// How unfinished trials are kept, so that a process that is killed loses little.
///
/// Steps that a log holds go to the store; for others weights and state go to a file.
package struct Keeping: Sendable {
  /// Seconds of training between two checkpoints; the log is kept at least every two seconds.
  package var interval: Double
  /// Where checkpoints are written; nil is nowhere, so that such trials begin again.
  package var directory: URL?
  /// Whether checkpoints are read and another process writes them.
  package var isReadOnly = false

  package init(interval: Double = 60, directory: URL? = nil) {
    self.interval = interval
    self.directory = directory
  }

  func checkpoint(_ identity: Identity, trial: Int) -> TrialCheckpoint? {
    directory.map { TrialCheckpoint(in: $0, identity, trial: trial) }
  }

  /// Removes the directory when nothing is in it.
  func tidy() {
    if let directory, !isReadOnly { rmdir(directory.path(percentEncoded: false)) }
  }
}

/// How one trial is kept, and what an earlier process has left of it.
package struct TrialKeeper {
  var interval = 60.0
  /// Its log in the store.
  var found: TrialProgress?
  /// Its file, for steps that no log holds.
  var checkpoint: TrialCheckpoint?
  /// Whether the file is another process's to write.
  var isReadOnly = false

  package init() {}

  /// Seconds between two writes.
  func interval(logged: Bool) -> Double { logged ? min(interval, 2) : interval }
}

/// Tells when something that takes time is due again: after an interval, and so that it never takes
/// more than a twentieth of the time.
struct Pulse {
  private let interval: Double
  private var wait: Double
  private var watch = Stopwatch()
  private var elapsed = 0.0

  init(every interval: Double) {
    self.interval = interval
    wait = interval
  }

  mutating func isDue() -> Bool {
    elapsed += watch.lap()
    return elapsed >= wait
  }

  /// Does it now, and begins to wait.
  mutating func beat(_ body: () throws -> Void) rethrows {
    _ = watch.lap()
    defer {
      wait = max(interval, 20 * watch.lap())
      elapsed = 0
    }
    try body()
  }
}
