import Optimizers
import Tensors
import Vocabulary

extension RunPlan {
  /// What of its steps several processes divide: probes where a step has at least two, which
  /// changes no bit, else the examples of a batch.
  ///
  /// - Parameter wanted: what is asked for; nil is what suits the optimizer.
  /// - Throws: what cannot be divided, and the remedy.
  func division(
    of optimizer: Optimizer, _ cost: StepCost, observed: Bool, among processes: Int,
    _ wanted: StepDivision?
  ) throws(InputProblem) -> StepDivision {
    let hasProbes = cost.backwards == 0 && cost.forwards >= 2
    let division =
      wanted ?? (hasProbes || !resolution.objective.isDifferentiable ? .probes : .examples)
    guard division == .examples else { return division }
    func refuse(_ reason: String) -> InputProblem { InputProblem(at: "--divide examples", reason) }
    if processes > run.batch {
      throw refuse(
        "a batch of \(run.batch) cannot be divided among \(processes) processes; start at most "
          + "\(run.batch), or raise 'batch'")
    }
    if observed {
      throw refuse("its directions come from the inputs of the whole batch; divide probes")
    }
    if optimizer.needsOutputs {
      throw refuse("it keeps what a probe changes in the whole batch; divide probes")
    }
    if optimizer.needsExamples {
      throw refuse("every example has a direction of its own; divide probes")
    }
    return .examples
  }
}
