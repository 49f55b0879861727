import Foundation
import Graphs
import Models
import Optimizers
import Schemes
import Tasks
import Tensors
import Vocabulary

/// One trial while it runs: a cell at one hyper-parameter point and one seed.
package final class Trial {
  let plan: RunPlan
  private let optimizer: Optimizer
  private let ledger: Ledger
  private let interruption: Interruption
  private let sharing: StepSharing?
  let notify: (TrialEvent) -> Void
  private let examples: SharedEntry
  package let weights: ParameterStore
  let iterate: Iterate
  /// The best weights, and those of smaller budgets, where they are not the last ones.
  var kept = KeptWeights()
  /// Where the weights began; nil where no steps are made.
  private let start: DriftReading?
  /// What the first weights score on other tasks; nil until they were asked, or where none is.
  private var otherTasks: OtherTasks?
  private var order: BatchOrder
  /// The steps after which development data is looked at: evenly spaced, the last at the end.
  private let evaluationSteps: [Int]
  var watch = Stopwatch()
  package internal(set) var result: TrialResult
  /// Keys and scalars of the steps so far; nil when a step needs a gradient or activations, which
  /// no log holds.
  package internal(set) var log: StepLog?
  var health = HealthWatch()
  var keeper: TrialKeeper
  var pulse: Pulse
  /// Bytes of the log, steps and evaluations that another process would find.
  var (keptBytes, keptSteps, keptEvaluations) = (0, 0, 0)

  /// What a trial tells while it runs.
  package enum TrialEvent {
    case stepped(Int, loss: Double, spent: StepCost)
    case evaluated(DevPoint)
    case progressed(TrialProgress)
    case found(HealthFinding)
    case warned(String)
  }

  /// - Parameters:
  ///   - keeper: how the trial is kept, and what is left of it from an earlier process.
  ///   - calibration: what turning its rates into numbers has cost.
  ///   - weights: makes the store of the cell's weights, entered in `ledger`.
  package init(
    _ plan: RunPlan, point: [String: SettingValue], ledger: Ledger, interruption: Interruption,
    keeper: TrialKeeper = TrialKeeper(), calibration: StepCost = StepCost(),
    sharing: StepSharing? = nil,
    weights: () throws -> ParameterStore,
    notify: @escaping (TrialEvent) -> Void
  ) throws {
    self.keeper = keeper
    self.plan = plan
    self.ledger = ledger
    self.interruption = interruption
    self.sharing = sharing
    self.notify = notify
    optimizer = try plan.resolution.optimizer(at: point)
    examples = try SharedEntry(byteCount: plan.memory.examples, in: .examples, of: ledger)
    self.weights = try weights()
    start =
      plan.resolution.scheme.learning == .steps
      ? try DriftReading(plan.resolution, self.weights) : nil
    iterate = try Iterate(
      self.weights, trainable: plan.resolution.trainable, optimizer: optimizer,
      horizon: plan.run.steps, data: plan.dataPass, outputs: plan.memory.outputs(of: optimizer),
      ledger: ledger)
    log = optimizer.isReplayable ? StepLog(root: plan.seeded.key) : nil
    pulse = Pulse(every: keeper.interval(logged: log != nil))
    let evaluations = max(1, min(plan.run.evaluations, plan.run.steps))
    let (period, rest) = plan.run.steps.quotientAndRemainder(dividingBy: evaluations)
    evaluationSteps = (1...evaluations).map { period * $0 + rest * $0 / evaluations }
    order = BatchOrder(seed: plan.seeded.seed, plan.sample, batch: plan.run.batch)
    let training = MemoryComparison(
      forecast: plan.memory.training(optimizer), measured: MemoryProfile())
    let evaluation = MemoryComparison(
      forecast: plan.memory.evaluation(optimizer), measured: MemoryProfile())
    result = TrialResult(
      point: point, outcome: .completed, stepsDone: 0, curve: [], dev: [], spent: calibration,
      tokens: 0, seconds: PhaseSeconds(), training: training, evaluation: evaluation,
      peakResidentBytes: 0)
    result.readOuts = plan.run.readOut.isEmpty ? nil : []
    result.seconds.setUp = watch.lap()
  }

  /// Trains to the end, evaluating on development data on the way; failure is in the result.
  ///
  /// - Throws: `Interrupted`, `OutOfMemory`, and problems of input; a divergence is an outcome.
  package func run() throws {
    try askOthers()
    try resume()
    for notice in plan.notices { note(notice) }
    try checkClock()
    do throws(Divergence) {
      try train()
    } catch {
      note(Health.divergence(error.loss, after: result.curve.last, plan.resolution.format))
      result.outcome = .diverged(
        step: result.stepsDone, lastFiniteLoss: result.curve.last.map(Double.init))
    }
    result.peakResidentBytes = max(result.peakResidentBytes, ResidentSize.peakBytes)
    noteClock()
    keep()
    if let failure { throw failure }
    if result.outcome == .completed, plan.resolution.objective.isDifferentiable,
      let finding = Health.learning(result.curve, development: result.dev.last?.loss)
    {
      note(finding)
    }
    if result.outcome == .completed, plan.resolution.scheme.learning.writesWeights {
      result.weightsDigest = weights.digest
      try confirm(weights.digest)
    }
  }

  /// Whether several processes make its steps.
  var isShared: Bool { sharing != nil }

  /// Scores the first weights on other tasks, in memory that is gone before the training.
  private func askOthers() throws {
    guard !plan.others.isEmpty else { return }
    ledger.restart()
    otherTasks = try OtherTasks(
      plan.others, weights, ledger: ledger, checkInterruption: checkInterruption)
    result.evaluation.measured = result.evaluation.measured.merged(with: ledger.profile)
    result.seconds.evaluation += watch.lap()
  }

  private func confirm(_ digest: ContentDigest) throws {
    guard let sharing, !sharing.confirms(digest) else { return }
    throw InputProblem(
      at: "weights",
      "the processes that shared the steps have different ones at the end; are all "
        + "of one build, on processors of one kind?")
  }

  /// What stopped the training other than a divergence.
  private var failure: (any Error)?

  private func train() throws(Divergence) {
    guard plan.resolution.scheme.learning == .steps else { return fit() }
    while result.dev.last?.step != plan.run.steps, !isEndedByClock {
      let last = result.dev.last?.step ?? -1
      do {
        try segment(to: evaluationSteps.first { $0 > last } ?? plan.run.steps)
        try evaluate()
      } catch let divergence as Divergence {
        throw divergence
      } catch let bad as NonFiniteEvaluation {
        note(HealthFinding(.nonFiniteLoss, "after the last update, \(bad)"))
        throw Divergence(loss: Float(bad.value))
      } catch {
        failure = error
        return
      }
    }
  }

  /// What is done in the place of steps, and one evaluation.
  private func fit() {
    do {
      if plan.resolution.scheme.learning == .probe { try probe() }
      try evaluate()
    } catch {
      failure = error
    }
  }

  /// Fits the rows of a linear head; shared, it is not interrupted, since all processes do the
  /// same.
  private func probe() throws {
    ledger.restart()
    try ProbeFit(plan: plan, weights: weights, ledger: ledger).run(
      sharing == nil ? interruption : Interruption())
    result.training.measured = result.training.measured.merged(with: ledger.profile)
    result.seconds.update += watch.lap()
  }

  /// Steps up to `end`, or to the next smaller budget, in memory that is gone before the
  /// evaluation.
  private func segment(to end: Int) throws {
    ledger.restart()
    let problem = try ModelProblem(
      plan.trainingProgram(optimizer), plan, weights: weights,
      distribution: iterate.distribution, ledger: ledger)
    result.seconds.setUp += watch.lap()
    let shared = try sharing.map { try share(problem, $0) }
    defer { result.exchange?.bytes += shared?.exchangedBytes ?? 0 }
    while result.stepsDone < end, !isReadOutDue, !isOutOfTime {
      try checkInterruption()
      try step(shared ?? problem)
      if pulse.isDue() { keep() }
    }
    result.training.measured = result.training.measured.merged(with: ledger.profile)
  }

  /// Between steps, and between batches of an evaluation: whether to go on.
  ///
  /// - Throws: `Interrupted`; where steps are shared, at all processes if any was asked to stop.
  func checkInterruption() throws {
    if sharing?.agrees(toStop: interruption) ?? interruption.isRequested { throw Interrupted() }
  }

  /// The same where other processes may do something else.
  private func checkAlone() throws {
    if sharing == nil { try checkInterruption() }
  }

  /// The problem as this process shares it with others.
  private func share(
    _ problem: ModelProblem, _ sharing: StepSharing
  ) throws(InputProblem) -> SharedProblem {
    let isObserved = iterate.distribution.inputs != nil
    let division = try plan.division(
      of: optimizer, iterate.nextCost, observed: isObserved, among: sharing.group.size,
      sharing.division)
    result.exchange =
      result.exchange ?? StepExchange(processes: sharing.group.size, division: division)
    return SharedProblem(
      problem, sharing, division, plan.resolution, isObserved: isObserved)
  }

  private func step(_ problem: any StepProblem) throws(Divergence) {
    let step = result.stepsDone
    let examples = order.examples(step: step).map { plan.sample.train[$0] }
    let batch = StepBatch(
      examples, plan.resolution.objective, by: plan.resolution.microBatch)
    problem.load(batch, of: examples)
    result.seconds.data += watch.lap()
    let key = plan.seeded.key.folding(UInt64(step))
    let cost = iterate.nextCost
    let estimate = try iterate.estimate(key: key, on: problem)
    result.seconds.passes += watch.lap()
    iterate.measures = step == 0 || evaluationSteps.contains(step)
    iterate.descend(by: estimate) { problem.gradient($0) }
    log?.append(estimate)
    result.stepsDone += 1
    result.curve.append(estimate.loss)
    examine(estimate)
    result.seconds.update += watch.lap()
    result.spent = result.spent + cost
    let data = problem.dataPasses
    result.tokens += batch.tokens * (cost.forwards - data.forwards) + data.tokens
    notify(.stepped(result.stepsDone, loss: Double(estimate.loss), spent: result.spent))
    // The time of observers is counted in no phase.
    _ = watch.lap()
  }

  private func evaluate() throws {
    ledger.restart()
    let evaluator = Evaluator(
      plan: plan, weights: weights, ledger: ledger, checkInterruption: checkInterruption)
    let evaluation = try evaluator.development()
    let point = DevPoint(
      step: result.stepsDone, score: evaluation.score(plan.resolution.task.metric),
      loss: evaluation.loss.isFinite ? evaluation.loss : nil)
    // An evaluation that is interrupted has not been made: what it found is kept as a whole.
    var result = result
    result.dev.append(point)
    if result.best(by: plan.run.selectBy) == point {
      result.drift = try start?.drift(of: weights, ledger: ledger)
      result.others = try otherTasks?.scores(
        of: weights, ledger: ledger, checkInterruption: checkAlone)
      if result.stepsDone < plan.run.steps { try kept.take(weights, at: point.step) }
    }
    self.result = result
    finish(point)
  }

  private func finish(_ point: DevPoint) {
    result.evaluation.measured = result.evaluation.measured.merged(with: ledger.profile)
    readOut()
    result.seconds.evaluation += watch.lap()
    keep()
    notify(.evaluated(point))
  }

  /// The development point whose weights are tested.
  var best: DevPoint? { result.best(by: plan.run.selectBy) }

  /// The weights that were best on development data, on disk: what outlives this trial.
  func keptOnDisk() throws -> KeptWeights {
    if let best, best.step == result.stepsDone { try kept.take(weights, at: best.step) }
    return kept
  }

  /// The test evaluation: of the weights that were best on development data, here or, if `earlier`
  /// is given, in an earlier trial at the same point; then of those of smaller budgets.
  func test(
    _ chosen: consuming Chosen, _ earlier: KeptWeights? = nil, of trial: TrialResult
  ) throws -> TestResult {
    let kept = earlier ?? self.kept
    let best = trial.best(by: plan.run.selectBy)?.step
    let readOuts = trial.readOuts ?? []
    let isInMemory = earlier == nil && best == result.stepsDone
    if let best, !isInMemory { try kept.restore(weights, of: best) }
    // Last, so that the weights that are exported are the best ones.
    let others = Set(readOuts.map(\.dev.step)).subtracting([best ?? -1])
    var atEnd = KeptWeights()
    if !others.isEmpty, let best { try atEnd.take(weights, at: best) }
    let evaluator = Evaluator(
      plan: plan, weights: weights, ledger: ledger, checkInterruption: checkInterruption)
    return try evaluator.test(chosen, readOuts, best: best) { step in
      try (others.contains(step) ? kept : atEnd).restore(weights, of: step)
    }
  }
}

extension Learning {
  /// Whether a trial changes weights.
  fileprivate var writesWeights: Bool { self == .steps || self == .probe }
}
