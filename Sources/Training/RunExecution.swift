import Experiments
import Foundation
import Tensors

/// Runs a planned cell at one seed: all its trials, the choice on development data, one test.
struct RunExecution {
  let plan: RunPlan
  let memoryLimit: Int?
  let interruption: Interruption
  let observers: [any RunObserver]
  /// Trials that an earlier, interrupted process finished.
  let finished: [Int: TrialResult]

  /// Never throws: whatever ends the run is its outcome.
  func run() -> RunResult {
    notify(.runStarted(plan.seeded, plan.identity))
    var result = RunResult(
      identity: plan.identity, cell: plan.seeded, outcome: .completed, trials: [], chosen: nil,
      test: nil, trainableParameters: trainableParameters,
      parameters: plan.resolution.layout.count)
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

  private var trainableParameters: Int {
    plan.resolution.layout.slices.filter { plan.resolution.trainable.contains($0.index) }
      .reduce(0) { $0 + $1.count }
  }

  private func runTrials(_ result: inout RunResult) throws {
    let points = plan.resolution.cell.points
    var best: Trial?
    for (index, point) in points.enumerated() {
      if let known = finished[index] {
        result.trials.append(known)
      } else {
        let trial = try train(index, of: points.count, point, storing: true)
        result.trials.append(trial.result)
        if Self.choice(result.trials) == index { best = trial }
      }
    }
    guard let chosen = Self.choice(result.trials) else {
      result.outcome = result.trials.last?.outcome ?? .failed(message: "no trial was run")
      return
    }
    result.chosen = chosen
    // The weights of a trial from an earlier process are gone; training it again gives the same.
    let trial: Trial
    if let best, best.result.point == points[chosen] {
      trial = best
    } else {
      trial = try train(chosen, of: points.count, points[chosen], storing: false)
    }
    let test = try trial.test()
    result.test = TestResult(
      metrics: [Metric.accuracy.rawValue: test.accuracy, Metric.loss.rawValue: test.loss]
        .filter { $0.value.isFinite },
      examples: test.correct.count, correct: test.correct)
  }

  private func train(
    _ index: Int, of count: Int, _ point: [String: SettingValue], storing: Bool
  ) throws -> Trial {
    notify(.trialStarted(plan.seeded, trial: index, of: count, point: point))
    let trial = try Trial(
      plan, point: point, ledger: Ledger(limit: memoryLimit), interruption: interruption
    ) { event in
      switch event {
      case .stepped(let step, let loss):
        notify(.stepped(plan.seeded, trial: index, step: step, of: plan.run.steps, loss: loss))
      case .evaluated(let point):
        notify(.evaluated(plan.seeded, trial: index, point))
      }
    }
    try trial.run()
    if storing {
      notify(.trialFinished(plan.seeded, plan.identity, trial: index, trial.result))
    }
    return trial
  }

  /// The trial with the best development score; a diverged trial never wins.
  static func choice(_ trials: [TrialResult]) -> Int? {
    let usable = trials.indices.filter {
      trials[$0].outcome == .completed && trials[$0].best != nil
    }
    func rank(_ index: Int) -> (Double, Double) {
      let best = trials[index].best
      return (best?.score ?? 0, -(best?.loss ?? .infinity))
    }
    return usable.reversed().max { rank($0) < rank($1) }
  }

  private func notify(_ event: RunEvent) {
    for observer in observers { observer.observe(event) }
  }
}
