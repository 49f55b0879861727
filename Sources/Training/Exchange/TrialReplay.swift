import Foundation
import Models
import Optimizers
import Tensors
import Vocabulary

/// A stored trial made again from its step log, bit for bit and without a forward pass.
package struct TrialReplay {
  /// Up to which step a trial is made again.
  package enum End: Hashable, Sendable {
    case last
    /// The step that was best on development data: what was tested.
    case best
    case step(Int)
  }

  /// What was made.
  package struct Made: Hashable, Sendable {
    package var steps: Int
    package var logBytes: Int
    package var seconds: Double
    /// SHA-256 of the trained parameters.
    package var digest: ContentDigest
    /// Whether these are the weights that the trial had; nil when it did not say, as of earlier
    /// steps.
    package var isSame: Bool?
    /// False for schemes whose weights no file format holds.
    package var isWritten: Bool
  }

  private let plan: RunPlan
  private let optimizer: Optimizer
  private let progress: TrialProgress
  private let log: StepLog

  /// - Parameters:
  ///   - identity: the stored run's; what data and model give now must be the same.
  ///   - progress: the trial and its whole log.
  /// - Throws: `InputProblem` when data or model changed, or the log is not the trial's.
  package init(
    _ cell: SeededCell, _ identity: Identity, _ progress: TrialProgress, planner: Planner
  ) throws(InputProblem) {
    plan = try planner.plan(cell)
    try plan.check(is: identity)
    optimizer = try plan.resolution.optimizer(at: progress.result.point)
    guard !progress.isDamaged else { throw progress.problem }
    log = try StepLog(decoding: progress.log)
    guard log.root == cell.key, log.count == progress.result.stepsDone else {
      throw InputProblem(at: cell.cell.name, "the stored step log is not this trial's")
    }
    self.progress = progress
  }

  /// The model's directory, which is read while weights are written.
  package var directory: String { plan.resolution.model.directory.path }

  /// Makes the steps again and writes the weights into `directory`, as `run --export` does.
  ///
  /// - Parameter index: the trial's, from 0.
  package func write(
    _ end: End, to directory: URL, trial index: Int, _ origin: ExportOrigin
  ) throws -> Made {
    let (weights, steps, seconds) = try made(end)
    let record = ExportRecord(
      plan, origin, trained: (index, progress.result), step: steps, test: nil)
    let digest = weights.digest
    let isLast = steps == progress.result.stepsDone
    let stored = isLast ? progress.result.weightsDigest : nil
    return Made(
      steps: steps, logBytes: log.bytes.count, seconds: seconds, digest: digest,
      isSame: stored.map { $0 == digest },
      isWritten: try CellExport.write(plan, weights, record, into: directory))
  }

  /// The weights at a step, how many steps that is, and the seconds that it took to make them.
  func made(_ end: End) throws -> (weights: ParameterStore, steps: Int, seconds: Double) {
    let steps = try steps(to: end)
    let ledger = Ledger()
    let pool = WeightPool(ledger: ledger)
    let own = Ledger(limit: nil, parent: ledger)
    let weights = try plan.weights(from: pool, ledger: own)
    let iterate = try Iterate(
      weights, trainable: plan.resolution.trainable, optimizer: optimizer, horizon: plan.run.steps,
      data: plan.dataPass, outputs: plan.memory.outputs(of: optimizer), ledger: own)
    var watch = Stopwatch()
    try iterate.check(log)
    iterate.replay(log, to: steps)
    return (weights, steps, watch.lap())
  }

  private func steps(to end: End) throws(InputProblem) -> Int {
    switch end {
    case .last: return log.count
    case .best: return progress.result.best(by: plan.run.selectBy)?.step ?? log.count
    case .step(let step):
      guard (0...log.count).contains(step) else {
        throw InputProblem(at: "--to \(step)", "the log has \(log.count) steps")
      }
      return step
    }
  }
}

extension RunPlan {
  /// - Throws: what differs from the stored run of this identity.
  func check(is identity: Identity) throws(InputProblem) {
    let differences = self.identity.differences(from: identity)
    guard differences.isEmpty, self.identity == identity else {
      let reasons = differences.isEmpty ? ["its configuration changed"] : differences
      throw InputProblem(
        at: seeded.cell.name,
        "cannot be made again: " + reasons.joined(separator: ", ") + "; bring back what it ran with"
      )
    }
  }
}
