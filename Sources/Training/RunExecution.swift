import Foundation
import Models
import Tensors
import Vocabulary

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
  /// How far its trials have come in earlier processes.
  var progress: [Int: TrialProgress] = [:]
  /// How unfinished trials are kept.
  var keeping = Keeping()
  /// Where the weights that were tested go; nil is nowhere.
  var export: CellExport?
  /// The searches at the cell's search seeds; nil for a run that searches itself.
  var searches: [RunResult]?
  /// With whom its steps are shared.
  var sharing: StepSharing?

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
    sharing?.close(failed: result.outcome.isFailure)
    if result.outcome.isFinal { dropCheckpoints(but: nil) }
    notify(.runFinished(result))
    return result
  }

  /// Removes what trials need no longer to go on, but keeps the one that may still be tested.
  private func dropCheckpoints(but kept: Int?) {
    guard !keeping.isReadOnly else { return }
    for index in 0..<plan.trials where index != kept {
      keeping.checkpoint(plan.identity, trial: index)?.remove()
    }
  }

  private func runTrials(_ result: inout RunResult) throws {
    // Outside of any trial's time: which of the cells pays for what they share is chance.
    let frozen = try plan.resolution.frozen(from: pool)
    let path = try SearchPath(plan, after: searches)
    var best: (index: Int, weights: BestWeights)?
    while let point = path.next(after: result.trials) {
      let index = result.trials.count
      if let known = finished[index] {
        result.trials.append(known)
        continue
      }
      let trial = try train(index, of: plan.trials, point, frozen, after: result.trials)
      result.trials.append(trial.result)
      let leader = Chosen.index(among: result.trials, by: plan.run.selectBy)
      dropCheckpoints(but: leader)
      guard leader == index, !plan.seeded.isSearch else { continue }
      // One trial's memory is what was forecast: the last may stay, an earlier one goes to disk.
      let isLast = path.next(after: result.trials) == nil
      best = (index, isLast ? .inMemory(trial) : .onDisk(try trial.keptOnDisk()))
    }
    guard let chosen = Chosen.among(result.trials, by: plan.run.selectBy) else {
      result.outcome = result.trials.last?.outcome ?? .failed(message: "no trial was run")
      return
    }
    result.chosen = chosen.trial
    let index = chosen.trial
    if let finding = path.finding(of: result.trials, chosen: index) {
      result.trials[index].findings.append(finding)
      notify(.found(plan.seeded, trial: index, finding))
    }
    if plan.seeded.isSearch { return }
    let kept = best.flatMap { $0.index == index ? $0.weights : nil }
    result.test = try test(chosen, frozen, kept, result.trials)
  }

  /// Where the best weights of the best trial so far are.
  private enum BestWeights {
    case inMemory(Trial)
    case onDisk(KeptWeights)
  }

  private func test(
    _ chosen: consuming Chosen, _ frozen: [Int: FrozenTensor], _ kept: BestWeights?,
    _ trials: [TrialResult]
  ) throws -> TestResult {
    let index = chosen.trial
    let point = trials[index].point
    let trial =
      switch kept {
      case .inMemory(let trial): trial
      case .onDisk: try trial(index, point, frozen)
      case nil: try again(index, point, frozen, trials[index])
      }
    var weights: KeptWeights?
    if case .onDisk(let earlier) = kept { weights = earlier }
    let told = kept == nil ? trial.result : trials[index]
    let result = try trial.test(chosen, weights, of: told)
    try plan.resolution.model.checkpoint?.checkUnchanged()
    writeWeights(of: trial, (index, trials[index]), result)
    return result
  }

  /// A place that cannot be written takes nothing from a run that is trained and tested.
  private func writeWeights(
    of trial: Trial, _ trained: (index: Int, result: TrialResult), _ test: TestResult
  ) {
    do throws(InputProblem) {
      guard let place = try export?.write(plan, trial.weights, trained: trained, test: test) else {
        return
      }
      notify(.exported(plan.seeded, path: place.relativePath))
    } catch {
      let isLogged = trial.log != nil
      notify(.unexported(plan.seeded, plan.identity, error, isLogged: isLogged))
    }
  }

  /// - Parameter earlier: the trials before this one, whose findings were told.
  private func train(
    _ index: Int, of count: Int, _ point: [String: SettingValue], _ frozen: [Int: FrozenTensor],
    after earlier: [TrialResult]
  ) throws -> Trial {
    notify(.trialStarted(plan.seeded, trial: index, of: count, point: point))
    let told = Set(earlier.flatMap(\.findings).map(\.kind))
    let trial = try trial(index, point, frozen) { event in
      if case .found(let finding) = event, told.contains(finding.kind) { return }
      tell(event, of: index)
    }
    try trial.run()
    try plan.resolution.model.checkpoint?.checkUnchanged()
    notify(.trialFinished(plan.seeded, plan.identity, trial: index, trial.result))
    return trial
  }

  /// A trial of an earlier process: made again from its log or checkpoint, else trained again.
  private func again(
    _ index: Int, _ point: [String: SettingValue], _ frozen: [Int: FrozenTensor],
    _ stored: TrialResult
  ) throws -> Trial {
    let trial = try trial(index, point, frozen) { event in
      switch event {
      case .stepped, .warned: tell(event, of: index)
      case .evaluated, .progressed, .found: break
      }
    }
    try trial.run()
    if let digest = stored.weightsDigest, trial.result.weightsDigest != digest {
      notify(
        .warned(
          "\(plan.seeded.cell.name): trial \(index + 1) was made again for its test and has other "
            + "weights than it had; was it trained on another machine?"))
    }
    return trial
  }

  private func trial(
    _ index: Int, _ point: [String: SettingValue], _ frozen: [Int: FrozenTensor],
    notify: @escaping (Trial.TrialEvent) -> Void = { _ in }
  ) throws -> Trial {
    let ledger = Ledger(limit: memoryLimit, parent: pool.ledger)
    var keeper = TrialKeeper()
    keeper.interval = keeping.interval
    keeper.found = progress[index]
    keeper.checkpoint = keeping.checkpoint(plan.identity, trial: index)
    keeper.isReadOnly = keeping.isReadOnly
    let known = progress[index]?.result.point ?? keeper.checkpoint?.point ?? point
    let calibration = RateCalibration(
      plan: plan, frozen: frozen, memoryLimit: memoryLimit, parent: pool.ledger,
      interruption: sharing == nil ? interruption : Interruption())
    let rate = try calibration.calibrated(point, known: known)
    let trial = try Trial(
      plan, point: rate.point, ledger: ledger, interruption: interruption, keeper: keeper,
      calibration: rate.spent, sharing: sharing,
      weights: { try plan.weights(frozen: frozen, ledger: ledger) }, notify: notify)
    trial.result.seconds.passes += rate.seconds
    if let finding = rate.finding { trial.note(finding) }
    return trial
  }

  private func tell(_ event: Trial.TrialEvent, of index: Int) {
    switch event {
    case .stepped(let step, let loss, let spent):
      let news = TrialNews(
        trial: index, trials: plan.trials, step: step,
        steps: plan.run.steps, loss: loss, spent: spent)
      notify(.stepped(plan.seeded, plan.identity, news))
    case .evaluated(let point): notify(.evaluated(plan.seeded, trial: index, point))
    case .progressed(let progress):
      notify(.progressed(plan.seeded, plan.identity, trial: index, progress))
    case .found(let finding): notify(.found(plan.seeded, trial: index, finding))
    case .warned(let text): notify(.warned("\(plan.seeded.cell.name): \(text)"))
    }
  }

  private func notify(_ event: RunEvent) {
    for observer in observers { observer.observe(event) }
  }
}
