import Graphs
import Tasks
import Tensors
import Vocabulary

/// Scores of a trial's weights on tasks that it does not train on, before it and after.
struct OtherTasks {
  private let plans: [RunPlan]
  private let before: [Double]

  /// - Parameter weights: those of a trial that has made no step.
  /// - Throws: as an evaluation does.
  init(
    _ plans: [RunPlan], _ weights: ParameterStore, ledger: Ledger,
    checkInterruption: @escaping () throws -> Void
  ) throws {
    self.plans = plans
    before = try Self.scores(plans, weights, ledger, checkInterruption)
  }

  /// The scores of the first weights and of these.
  ///
  /// - Throws: as an evaluation does.
  func scores(
    of weights: ParameterStore, ledger: Ledger, checkInterruption: @escaping () throws -> Void
  ) throws -> [OtherScore] {
    let after = try Self.scores(plans, weights, ledger, checkInterruption)
    return plans.indices.map { index in
      let plan = plans[index]
      return OtherScore(
        task: plan.resolution.cell.task.name, metric: plan.resolution.task.metric.rawValue,
        before: before[index], after: after[index], examples: plan.sample.dev.count)
    }
  }

  private static func scores(
    _ plans: [RunPlan], _ weights: ParameterStore, _ ledger: Ledger,
    _ checkInterruption: @escaping () throws -> Void
  ) throws -> [Double] {
    try plans.map { plan in
      try Evaluator(
        plan: plan, weights: weights, ledger: ledger, checkInterruption: checkInterruption
      ).development()
        .score(plan.resolution.task.metric)
    }
  }
}

extension Cell {
  /// The same weights on another task, of which nothing is trained, searched or tested.
  func scoring(_ task: String) -> Cell {
    var cell = self
    cell.task = Component(task)
    (cell.tune, cell.extend, cell.then) = ([:], nil, nil)
    (cell.run.steps, cell.run.forwards) = (0, 0)
    (cell.run.readOut, cell.run.tuneSeeds, cell.run.alsoScore) = ([], [], [])
    cell.run.objective = RunSettings().objective
    return cell
  }
}

/// The room that an evaluation on another task needs.
struct OtherRoom: Sendable {
  var capacity: Extents
  /// Where the task's answers are generated.
  var answers: GenerationRoom?
}

extension MemoryForecast {
  /// The same, where the weights are scored on other tasks as well, whose examples are held, too.
  func scoring(_ plans: [RunPlan]) -> MemoryForecast {
    var forecast = self
    forecast.others = plans.map { plan in
      OtherRoom(
        capacity: plan.memory.evaluationCapacity,
        answers: plan.resolution.task.metric.isOfAnswers ? plan.memory.answerRoom : nil)
    }
    forecast.examples += plans.reduce(0) { $0 + $1.memory.examples }
    return forecast
  }
}
