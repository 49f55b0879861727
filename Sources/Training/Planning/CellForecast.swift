import Optimizers
import Vocabulary

/// What the forecasts of a cell's seeds have in common: programs, passes, and the evaluation.
struct CellForecast {
  private let optimizer: Optimizer
  private let program: TrainingProgram
  private let cost: StepCost
  private let evaluation: MemoryProfile
  /// Trials of a run.
  private let points: Int

  /// - Parameter plan: the cell at any of its seeds.
  /// - Throws: why the optimizer at the first point of a search is none.
  init(_ plan: RunPlan) throws(InputProblem) {
    let resolution = plan.resolution
    points = resolution.cell.points.count
    let point = resolution.cell.points.first ?? [:]
    optimizer = try resolution.optimizer(at: point)
    program = plan.trainingProgram(optimizer)
    cost = try plan.trainingCost(at: point)
    evaluation = plan.memory.evaluation(optimizer)
  }

  /// The line of a plan of the cell; skipped if its parts, each of them fine, do not go together.
  func entry(_ plan: RunPlan) -> PlanEntry {
    PlanEntry(
      cell: plan.seeded, identity: plan.identity,
      state: plan.refusal.map { .skipped($0) } ?? .new,
      training: plan.memory.training(optimizer, program), evaluation: evaluation,
      steps: plan.run.steps.times(points),
      flops: plan.trainingFlops(optimizer, program, cost) * Double(points), cost: cost * points)
  }
}
