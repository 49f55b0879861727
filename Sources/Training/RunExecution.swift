import Experiments
import Foundation
import Models
import Tensors

/// Runs a planned cell at one seed: all its trials, the choice on development data, one test.
struct RunExecution {
  let plan: RunPlan
  let memoryLimit: Int?
  /// Frozen weights, shared with the cells that run at the same time; its ledger is the parent of
  /// the trials' ledgers.
  let pool: WeightPool
  let interruption: Interruption
  let observers: [any RunObserver]
  /// Trials that an earlier, interrupted process finished.
  let finished: [Int: TrialResult]
  /// Where the weights that were tested go; nil is nowhere.
  var export: CellExport?

  /// Never throws: whatever ends the run is its outcome.
  func run() -> RunResult {
    notify(.runStarted(plan.seeded, plan.identity))
    var result = RunResult(
      identity: plan.identity, cell: plan.seeded, outcome: .completed, trials: [], chosen: nil,
      test: nil, trainableParameters: plan.trainableCount,
      parameters: plan.resolution.model.family.layout.count)
    do {
      try runTrials(&result)
    } catch is Interrupted {
      result.outcome = .interrupted
    } catch let error as OutOfMemory {
      result.outcome = .outOfMemory(needed: error.needed, limit: error.limit)
    } catch {
      result.outcome = .failed(message: "\(error)")
    }
    notify(.runFinished(result))
    return result
  }

  private func runTrials(_ result: inout RunResult) throws {
    let points = plan.resolution.cell.points
    // Outside of any trial's time: which of the cells pays for what they share is chance.
    let frozen = try plan.resolution.frozen(from: pool)
    var best: (index: Int, weights: BestWeights)?
    for (index, point) in points.enumerated() {
      if let known = finished[index] {
        result.trials.append(known)
        continue
      }
      let trial = try train(index, of: points.count, point, frozen, storing: true)
      result.trials.append(trial.result)
      guard Chosen.index(among: result.trials) == index else { continue }
      // One trial's memory is what was forecast: the last may stay, an earlier one goes to disk.
      let isLast = index == points.count - 1
      best = (index, isLast ? .inMemory(trial) : .onDisk(try trial.best()))
    }
    guard let chosen = Chosen.among(result.trials) else {
      result.outcome = result.trials.last?.outcome ?? .failed(message: "no trial was run")
      return
    }
    result.chosen = chosen.trial
    let index = chosen.trial
    let kept = best.flatMap { $0.index == index ? $0.weights : nil }
    result.test = TestResult(try test(chosen, of: points, frozen, kept))
  }

  /// Where the best weights of the best trial so far are.
  private enum BestWeights {
    case inMemory(Trial)
    case onDisk(Snapshot)
  }

  private func test(
    _ chosen: consuming Chosen, of points: [[String: SettingValue]], _ frozen: [Int: FrozenTensor],
    _ kept: BestWeights?
  ) throws -> Evaluation {
    let index = chosen.trial
    switch kept {
    case .inMemory(let trial): return try test(chosen, trial)
    case .onDisk(let weights):
      return try test(chosen, try trial(index, points[index], frozen), weights)
    case nil:
      // The weights of a trial from an earlier process are gone; training it again gives the same.
      let again = try train(index, of: points.count, points[index], frozen, storing: false)
      return try test(chosen, again)
    }
  }

  private func test(
    _ chosen: consuming Chosen, _ trial: Trial, _ kept: Snapshot? = nil
  ) throws -> Evaluation {
    let evaluation = try trial.test(chosen, kept)
    try export?.write(plan, trial.weights)
    return evaluation
  }

  private func train(
    _ index: Int, of count: Int, _ point: [String: SettingValue], _ frozen: [Int: FrozenTensor],
    storing: Bool
  ) throws -> Trial {
    notify(.trialStarted(plan.seeded, trial: index, of: count, point: point))
    let trial = try trial(index, point, frozen)
    try trial.run()
    if storing {
      notify(.trialFinished(plan.seeded, plan.identity, trial: index, trial.result))
    }
    return trial
  }

  private func trial(
    _ index: Int, _ point: [String: SettingValue], _ frozen: [Int: FrozenTensor]
  ) throws -> Trial {
    let ledger = Ledger(limit: memoryLimit, parent: pool.ledger)
    return try Trial(
      plan, point: point, ledger: ledger, interruption: interruption,
      weights: { try plan.weights(frozen: frozen, ledger: ledger) }
    ) { event in
      switch event {
      case .stepped(let step, let loss):
        notify(.stepped(plan.seeded, trial: index, step: step, of: plan.run.steps, loss: loss))
      case .evaluated(let point):
        notify(.evaluated(plan.seeded, trial: index, point))
      }
    }
  }

  private func notify(_ event: RunEvent) {
    for observer in observers { observer.observe(event) }
  }
}
