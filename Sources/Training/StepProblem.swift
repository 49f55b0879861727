import Graphs
import Optimizers
import Tasks

/// A problem that takes the batches of steps one after another.
package protocol StepProblem: TangentProblem, DataProblem, ExampleProblem {
  /// Forward passes over batches of all data since the step's batch was loaded, and their tokens.
  var dataPasses: (forwards: Int, tokens: Int) { get }
  /// Takes the examples of a step, and the batch that is made of them.
  func load(_ batch: Batch, _ examples: [EncodedExample])
}
