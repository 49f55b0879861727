import Optimizers
import Vocabulary

/// What the forecasts of a cell's seeds have in common: programs, passes, and the evaluation.
struct CellForecast {
  private let optimizer: Optimizer
  private let program: TrainingProgram
  private let cost: StepCost
  private let held: AccountBytes
  private let evaluation: MemoryProfile
  /// Of a trial, beside the steps.
  private let calibration: StepCost

  /// - Parameter plan: the cell at any of its seeds.
  /// - Throws: why the optimizer at the first point of a search is none.
  init(_ plan: RunPlan) throws(InputProblem) {
    let resolution = plan.resolution
    let point = resolution.cell.points.first ?? [:]
    let suited = try resolution.suited(at: point)
    optimizer = suited.optimizer
    program = plan.trainingProgram(optimizer)
    cost = plan.trainingCost(suited)
    calibration = try resolution.calibrationCost(at: point)
    held = plan.memory.held(optimizer)
    evaluation = plan.memory.evaluation(held)
  }

  /// The line of a plan of the cell; skipped if its parts, each of them fine, do not go together.
  ///
  /// - Parameter budget: bytes that the program divided the cell for; nil when it did not.
  func entry(_ plan: RunPlan, budget: Int? = nil) -> PlanEntry {
    var entry = undivided(plan)
    entry.division = division(plan)
    entry.division?.budget = budget
    entry.leastBytes = plan.leastBytes
    return entry
  }

  private func division(_ plan: RunPlan) -> Division? {
    let steps = Double(max(plan.run.steps, 1))
    let turns = TurnCost(
      plan.resolution, optimizer, probes: Double(cost.forwards) / steps)
    return Division(
      plan.resolution.cell.run,
      slowdown: turns.slowdown(flops: plan.trainingFlops(optimizer, program, cost) / steps))
  }

  private func undivided(_ plan: RunPlan) -> PlanEntry {
    let trials = plan.trials
    let all = cost + calibration
    let share = Double(all.passes) / Double(max(cost.passes, 1))
    var entry = PlanEntry(
      cell: plan.seeded, identity: plan.identity,
      state: plan.refusal.map { .skipped($0) } ?? .new,
      training: plan.memory.training(held, program), evaluation: evaluation,
      steps: plan.run.steps.times(trials),
      flops: plan.trainingFlops(optimizer, program, cost) * share * Double(trials),
      cost: all * trials)
    entry.testExamples = plan.sample.test.count
    entry.shares = KnownComponents.shares(of: plan.seeded.cell, steps: plan.run.steps)
    return entry
  }
}
