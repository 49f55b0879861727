import Graphs
import Optimizers
import Tasks
import Vocabulary

/// All training examples of a run as batches, for losses over all data.
struct DataBatches {
  private let examples: [EncodedExample]
  private let pass: DataPass
  private let objective: Objective

  init(_ plan: RunPlan) {
    examples = plan.sample.train
    pass = plan.dataPass
    objective = plan.resolution.objective
  }

  /// Calls `body` with each batch, in the order of the data, and with its weight in the mean: how
  /// many losses its own is the mean of.
  func forEach<E: Error>(_ body: (Batch, Double) throws(E) -> Void) throws(E) {
    for range in pass.ranges {
      let batch = Packer.training(examples[range], objective)
      try body(batch, batch.lossCount(objective, examples: range.count))
    }
  }
}

extension Batch {
  /// How many losses the loss of a batch of so many examples is the mean of.
  func lossCount(_ objective: Objective, examples: Int) -> Double {
    Double(objective == .language ? pickTokens.count : examples)
  }
}
