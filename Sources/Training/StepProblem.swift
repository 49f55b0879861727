import Optimizers
import Tasks

/// A problem that takes the batches of steps one after another.
protocol StepProblem: TangentProblem, DataProblem, ExampleProblem, OutputProblem {
  /// Forward passes over batches of all data since the step's batch was loaded, and their tokens.
  var dataPasses: (forwards: Int, tokens: Int) { get }
  /// Takes the batch of a step, and the examples that it was packed of.
  func load(_ batch: StepBatch, of examples: [EncodedExample])
}
