import Foundation
import Models
import Optimizers
import Schemes
import Synchronization
import Tasks
import Tensors
import Tokenizers
import Vocabulary

/// Makes plans of cells; samples and tokens are shared by the cells that agree on them.
package final class Planner: Sendable {
  private let data: DataDirectory?
  private let complete: Bool
  private let models = Mutex<[String: PretrainedModel]>([:])
  private let samples = Mutex<[String: EncodedSample]>([:])
  private let draws = Mutex<[String: TaskSample]>([:])

  /// - Parameters:
  ///   - dataDirectory: where downloaded data sets lie.
  ///   - complete: whether weights and tokenizers must be there, as for a run.
  package init(dataDirectory: String?, complete: Bool) {
    data = dataDirectory.map {
      DataDirectory(URL(fileURLWithPath: ($0 as NSString).expandingTildeInPath))
    }
    self.complete = complete
  }

  package func plan(_ seeded: SeededCell) throws(InputProblem) -> RunPlan {
    let resolution = try resolution(seeded)
    return RunPlan(seeded, resolution, try sample(resolution))
  }

  private func resolution(_ seeded: SeededCell) throws(InputProblem) -> Resolution {
    let model = try model(seeded.cell.model.name)
    let resolution = try Resolution(seeded.cell, model: model, data: data)
    if complete { try resolution.compute.check() }
    return resolution
  }

  /// The model called `name`, read and digested once.
  private func model(_ name: String) throws(InputProblem) -> PretrainedModel {
    if let known = models.withLock({ $0[name] }) { return known }
    let model = try PretrainedModel(name, complete: complete)
    models.withLock { $0[name] = model }
    return model
  }

  /// A line of the plan; `state` says what the store knows of an identity.
  package func entry(
    _ seeded: SeededCell, budget: Int?, state: (SeededCell, Identity) throws -> PlanState
  ) throws -> PlanEntry {
    let plan = try plan(seeded)
    return try entry(plan, budget: budget, state: state(seeded, plan.identity))
  }

  /// A line of the plan, nil for a run that is done: of that nothing is forecast.
  func openEntry(
    _ seeded: SeededCell, budget: Int?, state: (SeededCell, Identity) throws -> PlanState
  ) throws -> PlanEntry? {
    let resolution = try resolution(seeded)
    let sample = try sample(resolution)
    let known = try state(seeded, resolution.identity(of: sample, seed: seeded.seed))
    guard known != .done else { return nil }
    return try entry(RunPlan(seeded, resolution, sample), budget: budget, state: known)
  }

  private func entry(
    _ plan: RunPlan, budget: Int?, state: PlanState
  ) throws -> PlanEntry {
    let points = plan.resolution.cell.points
    let optimizer = try plan.resolution.optimizer(at: points.first ?? [:])
    var entry = PlanEntry(
      cell: plan.seeded, identity: plan.identity, state: state,
      training: plan.memory.training(optimizer), evaluation: plan.memory.evaluation(optimizer),
      steps: plan.run.steps * points.count,
      flops: plan.trainingFlops(optimizer) * Double(points.count),
      cost: plan.trainingCost(optimizer) * points.count)
    if let refusal = plan.refusal, entry.state != .done { entry.state = .skipped(refusal) }
    if let budget, entry.forecastBytes > budget, entry.state != .done {
      entry.state = .skipped(
        "needs \(entry.forecastBytes) bytes, the memory budget is \(budget)")
    }
    return entry
  }

  private func sample(_ resolution: Resolution) throws(InputProblem) -> EncodedSample {
    let run = resolution.cell.run
    let key = [
      canonicalJSON(resolution.cell.task), resolution.model.digest.hex,
      "\(run.train) \(run.dev) \(run.test) \(run.dataSeed) \(resolution.maxLength)",
      "\(resolution.scheme.learning) \(run.calibration) \(run.maxNewTokens)",
    ].joined(separator: "\n")
    if let known = samples.withLock({ $0[key] }) { return known }
    var drawn = try draw(resolution)
    let demonstrations = resolution.scheme.learning.demonstrations
    if demonstrations > 0 {
      drawn.demonstrate(
        demonstrations, calibrating: resolution.calibration == .withDemonstrations)
    }
    let encoded = try Self.encoded(drawn, resolution)
    samples.withLock { $0[key] = encoded }
    return encoded
  }

  /// The examples themselves, which all models share.
  private func draw(_ resolution: Resolution) throws(InputProblem) -> TaskSample {
    let run = resolution.cell.run
    let key =
      canonicalJSON(resolution.cell.task) + "\n\(run.train) \(run.dev) \(run.test) \(run.dataSeed)"
    if let known = draws.withLock({ $0[key] }) { return known }
    let drawn = try TaskSample(of: resolution.task, run)
    draws.withLock { $0[key] = drawn }
    return drawn
  }

  private static func encoded(
    _ drawn: TaskSample, _ resolution: Resolution
  ) throws(InputProblem) -> EncodedSample {
    let encoding = try resolution.encoding()
    guard let tokenizer = resolution.model.tokenizer else {
      return try EncodedSample(drawn, encoder: EstimatedLengths(), encoding)
    }
    return try EncodedSample(drawn, encoder: tokenizer, encoding)
  }

  /// A plan whose training takes the examples in the order of the file.
  package func planInFileOrder(_ cell: Cell) throws(InputProblem) -> RunPlan {
    let resolution = try Resolution(cell, model: try model(cell.model.name), data: data)
    let drawn = try TaskSample(inFileOrder: resolution.task, cell.run)
    var encoded = try Self.encoded(drawn, resolution)
    encoded.isShuffled = false
    return RunPlan(SeededCell(cell, seed: 0), resolution, encoded)
  }
}
