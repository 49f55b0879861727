import Optimizers
import Tensors
import Vocabulary

/// Weights of some steps of a trial, kept on disk.
struct KeptWeights {
  /// By step.
  private(set) var snapshots: [Int: Snapshot] = [:]

  mutating func take(_ weights: ParameterStore, at step: Int) throws(InputProblem) {
    let snapshot = Snapshot()
    try snapshot.take(weights)
    snapshots[step] = snapshot
  }

  mutating func keep(_ snapshot: Snapshot, at step: Int) { snapshots[step] = snapshot }

  /// Drops all but the snapshots of some steps.
  mutating func drop(but steps: Set<Int>) {
    snapshots = snapshots.filter { steps.contains($0.key) }
  }

  func restore(_ weights: ParameterStore, of step: Int) throws(InputProblem) {
    guard let snapshot = snapshots[step] else {
      throw InputProblem(
        at: "best weights", "of step \(step) were not kept; run the cell again")
    }
    try snapshot.restore(weights)
  }
}

extension Trial {
  /// Whether the next step goes beyond the next of the smaller budgets.
  var isReadOutDue: Bool {
    guard let budget = nextReadOut else { return false }
    return measure(result.spent + iterate.nextCost, steps: result.stepsDone + 1) > budget
  }

  private var nextReadOut: Int? {
    let done = result.readOuts?.count ?? 0
    return plan.run.readOut.indices.contains(done) ? plan.run.readOut[done] : nil
  }

  /// In what budgets are counted.
  private func measure(_ cost: StepCost, steps: Int) -> Int {
    plan.run.forwards > 0 ? cost.passes : steps
  }

  /// Notes the smaller budgets that end here, after the evaluation of this step.
  func readOut() {
    while let budget = nextReadOut, let best,
      isReadOutDue || result.stepsDone == plan.run.steps || isOutOfTime
    {
      let end = ReadOut(
        budget: budget, step: result.stepsDone, spent: result.spent, dev: best, metrics: [:])
      result.readOuts?.append(end)
    }
    kept.drop(but: neededSteps)
  }

  /// The steps whose weights are tested if the trial is chosen.
  var neededSteps: Set<Int> {
    Set((result.readOuts ?? []).map(\.dev.step) + [best?.step ?? -1])
  }
}
