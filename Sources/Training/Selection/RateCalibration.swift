import Foundation
import Graphs
import Optimizers
import Tensors
import Vocabulary

/// Turns a rate relative to the weights into a number, before a trial: the update of a few steps at
/// the default rate says what a rate of one would do.
///
/// The steps take the trial's batches with directions of their own, from the trial's first weights,
/// which are thrown away; their passes count.
struct RateCalibration {
  let plan: RunPlan
  let frozen: [Int: FrozenTensor]
  let memoryLimit: Int?
  let parent: Ledger
  let interruption: Interruption

  /// What was found.
  struct Rate {
    var point: [String: SettingValue]
    var spent = StepCost()
    var seconds = 0.0
    var finding: HealthFinding?
  }

  private static let setting = "learningRate"

  /// The point with its rate as a number beside the relative one.
  ///
  /// - Parameter known: the trial's point in an earlier process, whose rate stays what it was.
  func calibrated(
    _ point: [String: SettingValue], known: [String: SettingValue]
  ) throws -> Rate {
    let own = point[Self.setting] ?? plan.resolution.cell.optimizer.settings[Self.setting]
    guard let rate = own.flatMap(RelativeRate.init) else { return Rate(point: point) }
    var result = Rate(point: point)
    result.spent = try plan.resolution.calibrationCost(at: point)
    if let earlier = known[Self.setting].flatMap(RelativeRate.init), earlier.calibrated != nil,
      earlier.relative == rate.relative
    {
      result.point[Self.setting] = earlier.value
      return result
    }
    var watch = Stopwatch()
    let optimizer = try plan.resolution.optimizer(at: point.uncalibrated)
    let size = try updateSize(optimizer, steps: try plan.resolution.calibrationSteps(at: point))
    result.seconds = watch.lap()
    let base = plan.resolution.defaultRate
    let number = size.map { base * rate.relative / $0 } ?? base
    if size == nil {
      result.finding = HealthFinding(
        .rateNotCalibrated,
        "no step of the calibration moved the weights, or the loss was not finite: the rate is the "
          + "default, \(base)")
    }
    result.point[Self.setting] = RelativeRate(rate.relative, calibrated: number).value
    return result
  }

  /// The root mean square of updates in sizes of the weights; nil when nothing moved.
  private func updateSize(_ optimizer: Optimizer, steps: Int) throws -> Double? {
    let ledger = Ledger(limit: memoryLimit, parent: parent)
    let examples = try SharedEntry(byteCount: plan.memory.examples, in: .examples, of: ledger)
    let weights = try plan.weights(frozen: frozen, ledger: ledger)
    let iterate = try Iterate(
      weights, trainable: plan.resolution.trainable, optimizer: optimizer,
      horizon: plan.run.steps, data: plan.dataPass, outputs: plan.memory.outputs(of: optimizer),
      ledger: ledger)
    let problem = try ModelProblem(
      plan.trainingProgram(optimizer), plan, weights: weights,
      distribution: iterate.distribution, ledger: ledger)
    var order = BatchOrder(seed: plan.seeded.seed, plan.sample, batch: plan.run.batch)
    let key = plan.seeded.key.folding(1 << 60)
    iterate.measures = true
    var (sum, count) = (0.0, 0)
    for step in 0..<steps {
      if interruption.isRequested { throw Interrupted() }
      let batch = order.examples(step: step).map { plan.sample.train[$0] }
      problem.load(
        StepBatch(batch, plan.resolution.objective, by: plan.resolution.microBatch), of: batch)
      guard let estimate = try? iterate.estimate(key: key.folding(UInt64(step)), on: problem)
      else { break }
      let size = Double(iterate.weightRMS)
      iterate.descend(by: estimate) { problem.gradient($0) }
      guard let update = iterate.updateRMS, update.isFinite, size > 0 else { break }
      sum += pow(Double(update) / size, 2)
      count += 1
    }
    withExtendedLifetime(examples) {}
    return count > 0 && sum > 0 ? (sum / Double(count)).squareRoot() : nil
  }
}

extension SeededCell {
  /// What the directions of a trial come from.
  var key: RandomKey {
    let key = RandomKey(seed: seed)
    return cell.run.keys == 0 ? key : key.folding(UInt64(cell.run.keys) | 1 << 61)
  }
}
