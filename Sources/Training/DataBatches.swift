import Optimizers
import Tasks
import Vocabulary

/// All training examples of a run as batches, for losses over all data.
struct DataBatches {
  private let examples: [EncodedExample]
  private let pass: DataPass
  private let objective: Objective
  /// Examples that are run together, at most.
  private let size: Int

  init(_ plan: RunPlan) {
    examples = plan.sample.train
    pass = plan.dataPass
    objective = plan.resolution.objective
    size = plan.resolution.microBatch
  }

  /// Calls `body` with each batch, in the order of the data, or with one of them.
  func forEach<E: Error>(
    _ number: Int?, _ body: (StepBatch) throws(E) -> Void
  ) throws(E) {
    for (place, range) in pass.ranges.enumerated() where number == nil || place == number {
      try body(StepBatch(examples[range], objective, by: size))
    }
  }
}
