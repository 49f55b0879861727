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
  func entry(_ plan: RunPlan) -> PlanEntry {
    let trials = plan.trials
    let all = cost + calibration
    let share = Double(all.passes) / Double(max(cost.passes, 1))
    return PlanEntry(
      cell: plan.seeded, identity: plan.identity,
      state: plan.refusal.map { .skipped($0) } ?? .new,
      training: plan.memory.training(held, program), evaluation: evaluation,
      steps: plan.run.steps.times(trials),
      flops: plan.trainingFlops(optimizer, program, cost) * share * Double(trials),
      cost: all * trials)
  }
}
